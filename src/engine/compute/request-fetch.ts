import type { Engine } from '../engine.ts'
import type { FlightReason } from '../events/reasons.ts'
import { debug } from '../log.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek } from '../memory/peek.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'
import { startFlight } from './flight.ts'

/**
 * A hook asks for a fetch. It joins the request in flight, however long that takes. After a request has ended, returns `null` for
 * `dedupingInterval` milliseconds. A mutation or an invalidation removes the request in flight, so the next fetch starts one:
 *
 *     request 1       |-------------------|                          dropped: the mutation superseded it
 *     mutation                   |
 *     request 2                  |-----------|~~dedupingInterval~~|
 *     requestFetch         ^ joins 1      ^ joins 2     ^ null       ^ starts 3
 *
 * Without `dedupingInterval` the entry is known to be outdated. Then an answer that has arrived is not enough. The log says the
 * `reason` of each wish, and what came of it.
 */
export function requestFetch(
  engine: Engine,
  request: ComputeRequest,
  reason: FlightReason,
  dedupingInterval?: number,
): Flight | null {
  const running = engine.slots.get(request.id)?.flight
  if (running && canJoin(running, request)) {
    debug(request, 'joined', reason)
    engine.emit?.('joined', running, { reason })
    return running
  }
  const memoryEntry = peek(engine, request)
  const isOutdated = dedupingInterval === undefined
  if (!isOutdated && wasSetWithin(engine, memoryEntry, dedupingInterval)) {
    debug(request, 'recent', reason)
    return null
  }
  // A forced flight does not wait for the lock of another one.
  const force = isOutdated || running !== undefined || memoryEntry?.needsRefetch
  return startFlight(engine, request, { forSubscribers: true, maxAge: dedupingInterval, force, reason })
}

/** A flight whose value is being stored has ended for hooks. One for another version has another value. */
function canJoin({ entry, request }: Flight, { policy }: ComputeRequest): boolean {
  return entry === undefined && request.policy.version === policy.version
}

/** True if the value was fetched or set less than `interval` milliseconds ago, and nobody replaced it or asked for a newer one. */
export function wasSetWithin({ clock }: Engine, memoryEntry: MemoryEntry | undefined, interval: number): boolean {
  if (memoryEntry?.setAt === undefined || memoryEntry.needsRefetch || memoryEntry.isOutdated) return false
  return clock.elapsed() - memoryEntry.setAt < interval
}
