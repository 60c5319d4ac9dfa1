import diagnostics from 'node:diagnostics_channel'
import { afterEach, beforeEach } from 'vitest'
import type { CacheEvent } from '../../src/index.ts'

/** Collects the events of every cache during each test of a file, as text: `computed`, `hit memory`, `failed background`. */
export function eventLog(): string[] {
  const log: string[] = []
  const note = (message: unknown) => {
    const { type, source, background } = message as CacheEvent // all that the channel carries
    log.push(
      [type, source, background === true ? 'background' : undefined].filter((word) => word !== undefined).join(' '),
    )
  }
  beforeEach(() => {
    log.length = 0
    diagnostics.subscribe('cachetta', note)
  })
  afterEach(() => void diagnostics.unsubscribe('cachetta', note))
  return log
}
