import diagnostics from 'node:diagnostics_channel'
import { afterEach, beforeEach } from 'vitest'
import type { CacheEvent } from '../../src/index.ts'

/** Records the events of every cache during each test of a file, as text: `computed`, `hit memory`, `failed background`. */
export function recordEvents(): string[] {
  const log: string[] = []
  const record = (message: unknown) => {
    const { type, source, background } = message as CacheEvent // all that the channel carries
    log.push(
      [type, source, background === true ? 'background' : undefined].filter((word) => word !== undefined).join(' '),
    )
  }
  beforeEach(() => {
    log.length = 0
    diagnostics.subscribe('cachetta', record)
  })
  afterEach(() => void diagnostics.unsubscribe('cachetta', record))
  return log
}
