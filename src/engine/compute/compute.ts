// Concurrent calls for one entry are deduplicated here: each joins the flight in progress (single flight, no stampede).

import { emit } from '#events'
import type { Engine } from '../engine.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight, FlightOptions } from '../slot/slot.ts'
import { startFlight } from './flight.ts'

/** Joins the flight of the entry, or starts one. */
export function compute(engine: Engine, request: ComputeRequest, options: FlightOptions = {}): Promise<unknown> {
  const flight = engine.slots.get(request.id)?.flight
  if (flight && canJoinFlight(engine, flight, request)) return joinFlight(engine, flight, request, options)
  return startFlight(engine, request, options).promise
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
  return flight.entry === undefined || freshnessNow(engine, request, flight.entry) !== 'expired'
}

function joinFlight(engine: Engine, flight: Flight, request: ComputeRequest, options: FlightOptions): Promise<unknown> {
  emit?.('shared', request.address)
  if (!flight.request.policy.write) flight.request = request // this caller wants the value stored, the first one did not
  if (options.forSubscribers !== true) flight.hasCallers = true
  return flight.invalidatedTags
    ? recomputeIfInvalidated(engine, flight, request, flight.invalidatedTags)
    : flight.promise
}

/**
 * The tags of a value are known when it has been computed. If one of them was invalidated meanwhile, a caller that joined after
 * the invalidation computes again. Callers that waited before get the value.
 *
 *     flight            |-----------compute-----------| value with tag a
 *     invalidateTags a      |--|
 *     join                         |------------------|-compute-|
 */
async function recomputeIfInvalidated(
  engine: Engine,
  flight: Flight,
  request: ComputeRequest,
  invalidatedTags: ReadonlySet<string>,
): Promise<unknown> {
  const value = await flight.promise
  return mayCarryTag(request, value, invalidatedTags) ? compute(engine, request) : value
}

function mayCarryTag(request: ComputeRequest, value: unknown, tags: ReadonlySet<string>): boolean {
  try {
    return request.tagsOf(value).some((tag) => tags.has(tag))
  } catch {
    return true
  }
}
