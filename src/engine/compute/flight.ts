// The life of a flight: `startFlight` registers it in the slot, `runFlight` takes the lock, runs the function and stores the
// result, `endFlight` removes it. Comes in: a request to compute. Goes out: the value or the error, to all who joined.

import { emit } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Lock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { setError } from '../memory/memories.ts'
import { peekAny } from '../memory/peek.ts'
import { find } from '../read/find.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { Schema } from '../request/schema.ts'
import { applySchema } from '../request/schema.ts'
import type { Flight, FlightOptions, Slot } from '../slot/slot.ts'
import { notifyListeners, releaseSlot, retainSlot } from '../slot/slot.ts'
import { guardStore } from '../store/guard-store.ts'
import { locationOf } from '../store/location.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'
import { runInChain } from './nested-call.ts'
import { isSuperseded, storeResult, warnNotStored } from './store-result.ts'
import { withTimeout } from './timeout.ts'

/** Starts a flight. It supersedes a flight that is in progress. */
export function startFlight(engine: Engine, request: ComputeRequest, options: FlightOptions): Flight {
  const slot = retainSlot(engine, request)
  const flight: Flight = {
    request,
    options,
    startedAt: engine.clock.elapsed(),
    callers: options.forSubscribers ? 0 : 1,
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

/** A forced flight computes even while another process holds the lock. Any other waits for that process, and takes its value. */
async function runFlight(engine: Engine, slot: Slot, flight: Flight): Promise<unknown> {
  const { address, policy } = flight.request
  const { force } = flight.options
  const known = peekAny(engine, flight.request)?.entry
  let lock = await lockEntry(engine, flight)
  const mayFindOther = lock !== undefined && policy.lock && !force && policy.read && !lock?.isAlone
  try {
    const other = mayFindOther && (await findOtherResult(engine, slot, flight, known))
    if (other) return other.value
    // The holder has finished without a result.
    if (lock === null) lock = await guardStore(engine, 'lock', address, () => engine.store.share?.(address))
    const context = createContext(flight)
    const running = runFunction(engine, flight, context)
    const value = await (policy.timeout === undefined ? running : withTimeout(engine, flight, policy.timeout, running))
    await storeResult(engine, slot, flight, value, lock)
    return value
  } finally {
    const held = lock
    if (held) await guardStore(engine, 'lock', address, () => held.release())
  }
}

/**
 * Takes the lock of the entry, or waits until its holder has finished or has had its time. A forced flight, and a cache with
 * `lock: false`, computes beside the holder. Returns `null` if the holder has finished, `undefined` if the store has no locks.
 */
async function lockEntry(engine: Engine, { request, options }: Flight): Promise<Lock | null | undefined> {
  const { address, policy } = request
  const { reader, store } = engine
  if (!policy.write || policy.persist === false) return undefined
  const wait = !options.force && policy.lock
  if (!wait && store.share) return guardStore(engine, 'lock', address, () => store.share?.(address))
  if (!policy.lock) return undefined
  const lock = await guardStore(engine, 'lock', address, () => store.lock?.(address, wait))
  if (lock?.isShared) {
    const message = `the lock of ${locationOf(reader, address)} is held for too long; the value is computed without it`
    reportTrouble(engine, ['held lock', request.id], message)
  }
  return lock
}

/** Runs the function, and checks its value. A platform without the channel has no call chain, either: a bundler removes both. */
async function runFunction(engine: Engine, flight: Flight, context: ComputeContext): Promise<unknown> {
  const { schema } = flight.request.policy
  const computed = await (emit ? runAndEmit(engine, flight, context) : flight.request.run(context))
  return schema ? conform(engine, flight, schema, computed) : computed
}

/** Hooks that show the entry see the error, unless something superseded the flight. */
function failFlight(engine: Engine, slot: Slot, flight: Flight, error: unknown): never {
  const isShown = slot.listeners.size > 0 || flight.callers === 0
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
 * Another process may have computed the entry while this one waited for the lock, or between this one's read and its lock. The
 * entry that was `known` here when the flight began is not such a result.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, take it-|
 */
async function findOtherResult(
  engine: Engine,
  slot: Slot,
  flight: Flight,
  known: Entry | undefined,
): Promise<Entry | undefined> {
  const { options, request } = flight
  slot.runningRead = undefined // it may have begun before this process had the lock
  const entry = (await find(engine, request))?.entry
  if (!entry || entry.storedAt === known?.storedAt) return undefined
  const isYoung = ageOf(entry, engine.clock.now()) < (options.maxAge ?? 0)
  if (!isYoung && freshnessNow(engine, request, entry) !== 'fresh') return undefined
  flight.isCurrent = true
  emit?.('adopted', request.address, { background: options.startAfter !== undefined })
  return entry
}

/** Returns what the schema makes of a computed value. The schema must accept that, too: what could not come back is not stored. */
async function conform(engine: Engine, flight: Flight, schema: Schema, computed: unknown): Promise<unknown> {
  let value = computed
  try {
    value = await applySchema(schema, computed)
    await applySchema(schema, value)
    endTrouble(engine, 'schema', flight.request.id)
  } catch (error) {
    flight.isRefused = true
    warnNotStored(engine, flight.request, 'schema', error)
  }
  return value
}

/** A function that reads `signal` can be aborted. Any other runs to its end. */
function createContext(flight: Flight): ComputeContext {
  return {
    get signal() {
      flight.abort ??= new AbortController()
      return flight.abort.signal
    },
  }
}

/** Runs the function and emits how long it took. */
async function runAndEmit(engine: Engine, flight: Flight, context: ComputeContext): Promise<unknown> {
  const { options, request } = flight
  const background = options.startAfter !== undefined
  const startedAt = engine.clock.elapsed()
  try {
    const value = await (request.fn ? runInChain(engine, request, flight, context) : request.run(context))
    emit?.('computed', request.address, { elapsed: engine.clock.elapsed() - startedAt, background })
    return value
  } catch (error) {
    emit?.('failed', request.address, { elapsed: engine.clock.elapsed() - startedAt, background, error })
    throw error
  }
}
