import { emit } from '#events'
import type { Engine } from '../engine.ts'
import { judge } from '../request/policy.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Flight, FlightOptions } from '../slot/slot.ts'
import { startFlight } from './flight.ts'

/** The one computation of an entry in this process: joins the running flight, or starts it. */
export function compute(engine: Engine, request: ComputeRequest, options: FlightOptions = {}): Promise<unknown> {
  const running = engine.slots.get(request.id)?.flight
  if (running && canJoinFlight(engine, running, request)) return joinFlight(engine, running, request, options)
  return startFlight(engine, request, options).promise
}

/**
 * A store may take so long that what it is given is past its time before it has it.
 *
 *     flight   |---compute---|----------------store----------------|
 *     duration               |-----------------|
 *     call                            ^ joins       ^ computes
 */
function canJoinFlight({ clock }: Engine, { entry, request }: Flight, { policy }: ComputeRequest): boolean {
  if (request.policy.version !== policy.version) return false
  return entry === undefined || judge(entry, policy, clock.now()) !== 'expired'
}

function joinFlight(engine: Engine, flight: Flight, request: ComputeRequest, options: FlightOptions): Promise<unknown> {
  emit?.('shared', request.address)
  if (!flight.request.policy.write) flight.request = request // someone came who wants the value kept
  if (options.forSubscribers !== true) flight.hasCallers = true
  return flight.invalidatedTags
    ? recomputeIfInvalidated(engine, flight, request, flight.invalidatedTags)
    : flight.promise
}

/**
 * What tags a value will carry is known when it is there, and some were invalidated while it was computed.
 *
 *     flight            |-----------compute-----------| carries a     older than the invalidation:
 *     invalidateTags a      |--|                                      good for who was waiting already,
 *     join                         |------------------|-compute-|     not for who came after it
 */
async function recomputeIfInvalidated(
  engine: Engine,
  flight: Flight,
  request: ComputeRequest,
  banned: ReadonlySet<string>,
): Promise<unknown> {
  const value = await flight.promise
  return mayCarryTag(request, value, banned) ? compute(engine, request) : value
}

function mayCarryTag(request: ComputeRequest, value: unknown, banned: ReadonlySet<string>): boolean {
  try {
    return request.tagsOf(value).some((tag) => banned.has(tag))
  } catch {
    return true
  }
}
