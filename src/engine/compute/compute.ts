// Concurrent calls for one entry are deduplicated here: each joins the flight in progress (single flight, no stampede).

import { callChain } from '#call-chain'
import type { Engine } from '../engine.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight, FlightOptions } from '../slot/slot.ts'
import { startFlight } from './flight.ts'
import {
  computeAlone,
  computeNested,
  findOwnComputation,
  isSameFunction,
  noteWaiting,
  wouldDeadlock,
} from './nested-call.ts'

/** Joins the flight of the entry, or starts one. */
export function compute(engine: Engine, request: ComputeRequest, options: FlightOptions = {}): Promise<unknown> {
  const own = callChain && findOwnComputation(engine, request)
  if (own) return computeNested(own, engine, request)
  const running = engine.slots.get(request.id)?.flight
  const isJoined = running !== undefined && canJoinFlight(engine, running, request)
  // A flight beside another one is forced, because it must not wait for the lock of the other.
  const flight = isJoined ? running : startFlight(engine, request, running ? { ...options, force: true } : options)
  if (callChain) noteWaiting(flight)
  request.policy.keepAlive?.(engine, flight.promise)
  request.caller?.onJoin(flight)
  return isJoined ? joinFlight(engine, flight, request, options) : flight.promise
}

/**
 * A slow store may still be writing when the value has expired. Later calls must not get that value:
 *
 *     flight   |---compute---|----------------store----------------|
 *     duration               |-----------------|
 *     call                            ^ joins       ^ computes
 */
function canJoinFlight(engine: Engine, flight: Flight, request: ComputeRequest): boolean {
  if (flight.request.policy.version !== request.policy.version) return false
  if (callChain && wouldDeadlock(flight)) return false
  if (!isSameFunction(flight.request, request)) return false
  return flight.entry === undefined || freshnessNow(engine, request, flight.entry) !== 'expired'
}

function joinFlight(engine: Engine, flight: Flight, request: ComputeRequest, options: FlightOptions): Promise<unknown> {
  engine.emit?.('joined', flight, { reason: options.reason })
  if (!flight.request.policy.write) flight.request = request // this caller wants the value stored, the first one did not
  if (!options.forSubscribers) flight.callers += 1
  return recomputeIfUnusable(engine, flight, request, flight.invalidatedTags)
}

/**
 * The tags of a value are known when it has been computed. If one of them was invalidated meanwhile, a caller that joined after
 * the invalidation computes again. Callers that waited before get the value.
 *
 *     flight            |-----------compute-----------| value with tag a
 *     invalidateTags a      |--|
 *     join                         |------------------|-compute-|
 *
 * A caller also computes again if the first caller changed its arguments meanwhile, or if the value can be read only once.
 */
async function recomputeIfUnusable(
  engine: Engine,
  flight: Flight,
  request: ComputeRequest,
  invalidatedTags: ReadonlySet<string> | undefined,
): Promise<unknown> {
  const value = await flight.promise
  if (request.isOneShot?.(value)) return computeAlone(engine, request)
  const isUnusable =
    flight.request.hasChangedArguments?.() || (invalidatedTags && mayCarryTag(request, value, invalidatedTags))
  return isUnusable ? compute(engine, request) : value
}

function mayCarryTag(request: ComputeRequest, value: unknown, tags: ReadonlySet<string>): boolean {
  try {
    return request.tagsOf(value).some((tag) => tags.has(tag))
  } catch {
    return true
  }
}
