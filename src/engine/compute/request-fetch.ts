import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek } from '../memory/peek.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'
import { startFlight } from './flight.ts'

/**
 * A hook asks for a fetch. Returns `null` if the last request began less than `dedupingInterval` milliseconds ago and has
 * answered. Joins a request that is in flight since less than that, and at any time one that a caller awaits, for example a
 * preload. Otherwise the later request wins, even if the earlier one answers last:
 *
 *     request 1       |-----------------------|         dropped: request 2 is later
 *     request 2                |-----------|            began after the deduping interval of request 1
 *     requestFetch         ^ joins 1   ^ joins 2
 *
 * Without `dedupingInterval` the entry is known to be outdated. Then a request in flight began after the entry became outdated,
 * because that superseded the ones before, so it is joined; an answer that has arrived is not enough.
 */
export function requestFetch(engine: Engine, request: ComputeRequest, dedupingInterval?: number): Flight | null {
  const { clock, slots } = engine
  const running = slots.get(request.id)?.flight
  const memoryEntry = peek(engine, request)
  const isOutdated = dedupingInterval === undefined
  if (running) {
    if (isOutdated || running.callers > 0 || clock.elapsed() - running.startedAt <= dedupingInterval) return running
  } else if (!isOutdated && wasRequestedWithin(engine, memoryEntry, dedupingInterval)) return null
  // A forced flight does not wait for the lock of the older one.
  const force = isOutdated || running !== undefined || memoryEntry?.needsRefetch === true
  return startFlight(engine, request, { forSubscribers: true, maxAge: dedupingInterval, force })
}

/**
 * True if the last request began less than `interval` milliseconds ago. `since` replaces its beginning by a later instant. An
 * entry that someone wrote has no request.
 */
export function wasRequestedWithin(
  { clock }: Engine,
  memoryEntry: MemoryEntry | undefined,
  interval: number,
  since: number = memoryEntry?.requestedAt ?? Number.NEGATIVE_INFINITY,
): boolean {
  return !memoryEntry?.needsRefetch && clock.elapsed() - since < interval
}
