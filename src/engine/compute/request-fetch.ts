import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek } from '../memory/peek.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'
import { startFlight } from './flight.ts'

/**
 * What someone who shows an entry asks for: `null` where the last request began less than `dedupe` milliseconds ago and has
 * answered. The later request wins, even if the earlier one answers last. A computation that someone awaits, such as a function's
 * caller or a preload, is joined at any time. Without `dedupe` the entry is known to be outdated: any computation that runs began
 * since then, and what has answered did not.
 *
 *     request 1   |-----------------------|         dropped, older than 2
 *     request 2            |-----------|            began after the dedupe window of 1
 *     demand         ^ joins 1     ^ joins 2
 */
export function requestFetch(engine: Engine, request: ComputeRequest, dedupe?: number): Flight | null {
  const running = engine.slots.get(request.id)?.flight
  const isOutdated = dedupe === undefined
  if (running && (isOutdated || running.hasCallers || engine.clock.now() - running.startedAt <= dedupe)) return running
  if (!running && !isOutdated && isWithinDedupingInterval(engine, request, dedupe)) return null
  const force = isOutdated || running != null || peek(engine, request)?.needsRefetch === true // no lock of the older one holds it up
  return startFlight(engine, request, { forSubscribers: true, maxAge: dedupe, force })
}

/** Did the last request begin less than `dedupe` milliseconds ago? */
export function isWithinDedupingInterval(engine: Engine, request: EntryRequest, dedupe: number): boolean {
  const known: Partial<MemoryEntry> = peek(engine, request) ?? {}
  const { needsRefetch, requestedAt = Number.NEGATIVE_INFINITY } = known
  return !needsRefetch && engine.clock.now() - requestedAt < dedupe
}
