import { emit } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Engine } from '../engine.ts'
import { setError } from '../memory/memories.ts'
import { peekAny } from '../memory/peek.ts'
import { find } from '../read/find.ts'
import { judge } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { Flight, FlightOptions, Slot } from '../slot/slot.ts'
import { notifyListeners, releaseSlot, retainSlot } from '../slot/slot.ts'
import { guardStore } from '../store/guard-store.ts'
import { isSuperseded, storeResult } from './store-result.ts'

/** Starts a flight; one that runs already is older from now on. */
export function startFlight(engine: Engine, request: ComputeRequest, options: FlightOptions): Flight {
  const slot = retainSlot(engine, request)
  const flight: Flight = {
    request,
    options,
    startedAt: engine.clock.now(),
    hasCallers: options.forSubscribers !== true,
    isCurrent: false,
    promise: Promise.resolve(options.startAfter)
      .then(() => runFlight(engine, slot, flight))
      .catch((error: unknown) => failFlight(engine, slot, flight, error))
      .finally(() => endFlight(engine, slot, flight)),
  }
  slot.flight = flight
  notifyListeners(slot, 'flight')
  return flight
}

/** Whoever computes anew does so beside another holder of the lock, too; everyone else waits for that one's value. */
async function runFlight(engine: Engine, slot: Slot, flight: Flight): Promise<unknown> {
  const { address, policy } = flight.request
  const { force } = flight.options
  const isLocking = policy.lock && policy.write && policy.persist !== false && engine.store.lock !== undefined
  const known = peekAny(engine, flight.request)?.entry
  const lock = isLocking ? await guardStore(engine, 'lock', address, () => engine.store.lock?.(address, !force)) : null
  const mayAdopt = isLocking && !force && policy.read && !lock?.isAlone
  try {
    const adopted = mayAdopt && (await findOtherResult(engine, slot, flight, known))
    if (adopted) return adopted.value
    const context = createContext(flight)
    const value = await (emit ? runAndReport(engine, flight, context) : flight.request.run(context))
    await storeResult(engine, slot, flight, value, lock)
    return value
  } finally {
    if (lock) await guardStore(engine, 'lock', address, () => lock.release())
  }
}

/** Those who show the entry see the error, unless the flight was outrun: then it is of no more interest than its value. */
function failFlight(engine: Engine, slot: Slot, flight: Flight, error: unknown): never {
  const isShown = slot.listeners.size > 0 || !flight.hasCallers
  flight.isCurrent = !isSuperseded(slot, flight)
  if (flight.isCurrent && isShown) setError(engine, slot.id, error)
  throw error
}

function endFlight(engine: Engine, slot: Slot, flight: Flight): void {
  if (slot.flight === flight) {
    slot.flight = undefined
    notifyListeners(slot, 'flight')
  }
  releaseSlot(engine, slot)
}

/**
 * Another process may have computed while this one waited for the lock, or between this one's read and its lock. What was
 * known here when the flight began is no answer to it, however recent.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, adopt it-|
 */
async function findOtherResult(
  engine: Engine,
  slot: Slot,
  flight: Flight,
  known: Entry | undefined,
): Promise<Entry | undefined> {
  const { request, options } = flight
  slot.runningRead = undefined // it may have begun before the lock was had
  const entry = (await find(engine, request))?.entry
  if (!entry || entry.storedAt === known?.storedAt) return undefined
  const now = engine.clock.now()
  if (ageOf(entry, now) >= (options.maxAge ?? 0) && judge(entry, request.policy, now) !== 'fresh') return undefined
  flight.isCurrent = true
  emit?.('adopted', request.address, { background: options.startAfter !== undefined })
  return entry
}

/** A function that takes its signal can be stopped; one that does not runs to its end. */
function createContext(flight: Flight): ComputeContext {
  return {
    get signal() {
      flight.abort ??= new AbortController()
      return flight.abort.signal
    },
  }
}

/** Computes, and tells how long it took. */
export async function runAndReport(engine: Engine, flight: Flight, context: ComputeContext): Promise<unknown> {
  const background = flight.options.startAfter !== undefined
  const began = engine.clock.now()
  try {
    const value = await flight.request.run(context)
    emit?.('computed', flight.request.address, { elapsed: engine.clock.now() - began, background })
    return value
  } catch (error) {
    emit?.('failed', flight.request.address, { elapsed: engine.clock.now() - began, background, error })
    throw error
  }
}
