import diagnostics from 'node:diagnostics_channel'
import { afterEach, beforeEach } from 'vitest'
import type { CacheEvent } from '../../src/index.ts'

function describeEvent(event: CacheEvent): string {
  if ('source' in event) return `${event.type} ${event.source}`
  return 'background' in event && event.background ? `${event.type} background` : event.type
}

/** They surround the others of each flight. flights.test.ts shows them. */
const STEPS: ReadonlySet<CacheEvent['type']> = new Set(['started', 'computing', 'ended', 'observed', 'unobserved'])

/**
 * Records the events of every cache during each test of a file, as text: `computed`, `hit memory`, `failed background`. They come in a
 * microtask, so a test of synchronous calls has to wait for them. Leaves out the steps of a flight, and observers.
 */
export function recordEvents(): string[] {
  const log: string[] = []
  const record = (message: unknown) => {
    const event = message as CacheEvent // all that the channel carries
    if (!STEPS.has(event.type)) log.push(describeEvent(event))
  }
  beforeEach(() => {
    log.length = 0
    diagnostics.subscribe('cachetta', record)
  })
  afterEach(() => void diagnostics.unsubscribe('cachetta', record))
  return log
}
