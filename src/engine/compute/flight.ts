// The life of a flight: `startFlight` registers it in the slot, `runFlight` takes the lock, runs the function and stores the
// result, `endFlight` removes it. Comes in: a request to compute. Goes out: the value or the error, to all who joined.

import { callChain } from '#call-chain'
import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Lock, SyncLock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { debug } from '../log.ts'
import { setError } from '../memory/memories.ts'
import { peekAny } from '../memory/peek.ts'
import type { Found } from '../read/find.ts'
import { find, findOtherSync, waitForHook } from '../read/find.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { Flight, FlightOptions, Slot } from '../slot/slot.ts'
import { dropFlight, notifyListeners, releaseSlot, retainSlot } from '../slot/slot.ts'
import { guardStoreSync } from '../store/guard-store.ts'
import { locationOf } from '../store/location.ts'
import { releaseLock, shareLock, takeLock } from '../store/stored-entry.ts'
import { reportTrouble } from '../trouble.ts'
import { conform } from './conform.ts'
import { runInChain } from './nested-call.ts'
import { isSuperseded, storeResult } from './store-result.ts'
import { withTimeout } from './timeout.ts'

/**
 * Starts a flight. It supersedes a flight that is in progress. The fetcher of a hook, or of a preload, runs within this call, unless
 * the store has to be awaited. It may ask for its own entry, so the slot gets the flight before.
 */
export function startFlight(engine: Engine, request: ComputeRequest, options: FlightOptions): Flight {
  const slot = retainSlot(engine, request)
  let begin = (_result: Promise<unknown>): void => {}
  const result = new Promise<unknown>((resolve) => {
    begin = resolve
  })
  let drop = (): void => {}
  const dropped = new Promise<void>((resolve) => {
    drop = resolve
  })
  const flight: Flight = {
    request,
    drop,
    dropped,
    options,
    startedAt: engine.clock.elapsed(),
    callers: options.forSubscribers ? 0 : 1,
    isCurrent: false,
    promise: result
      .catch((error: unknown) => failFlight(engine, slot, flight, error))
      .finally(() => endFlight(engine, slot, flight)),
  }
  dropFlight(slot, 'later fetch')
  const { reason, startAfter } = options
  debug(request, reason ? 'fetch' : 'compute', reason ?? (startAfter ? 'stale' : 'call'))
  slot.flight = flight
  slot.isCleared = false
  engine.emit?.('started', flight)
  notifyListeners(slot, 'flight')
  const run = () => runFlight(engine, slot, flight)
  begin(reason ? run() : Promise.resolve(startAfter).then(run))
  return flight
}

/** A forced flight computes even while another process holds the lock. Any other waits for that process, and takes its value. */
async function runFlight(engine: Engine, slot: Slot, flight: Flight): Promise<unknown> {
  const { policy } = flight.request
  const isForHook = flight.options.reason !== undefined
  const known = peekAny(engine, flight.request)?.entry
  const locking = lockEntry(engine, flight)
  const isAtOnce = !(locking instanceof Promise)
  let lock = isAtOnce ? locking : await locking
  try {
    holdLock(engine, slot, flight, lock)
    const finding =
      mayFindOther(flight, lock) && findOther(engine, slot, flight.request, { isAtOnce, isForHook }, known)
    const other = finding instanceof Promise ? await finding : finding
    if (other && isOtherResult(engine, flight, other.entry, known)) return other.entry.value
    // The holder has finished without a result.
    if (lock === null && engine.store.share) {
      lock = await waitForLock(engine, flight, false)
      holdLock(engine, slot, flight, lock)
    }
    flight.order = Object(lock).order // a synchronous lock has none, and a store that anybody wrote may return anything
    const context = createContext(flight)
    const running = runFunction(engine, flight, context)
    const value = await (policy.timeout === undefined ? running : withTimeout(engine, flight, policy.timeout, running))
    await storeResult(engine, slot, flight, value, lock)
    return value
  } finally {
    await flight.releaseLock?.()
  }
}

/**
 * A superseded flight gives its lock up, however long its function still runs. A later flight of this process must not wait for it:
 *
 *     flight 1   |-lock----------------------✗ lock given up, the function runs on …
 *     mutation                         |-----|
 *     flight 2                                   |-lock---compute---|
 */
function holdLock(engine: Engine, slot: Slot, flight: Flight, lock: Locking): void {
  if (!lock) return
  flight.releaseLock = () => {
    flight.releaseLock = undefined
    return releaseLock(engine, flight.request.address, lock)
  }
  if (slot.flight !== flight) void flight.releaseLock()
}

type Locking = Lock | SyncLock | null | undefined

/**
 * Takes the lock of the entry, or waits until its holder has finished or has had its time. A forced flight, and a cache with
 * `lock: false`, computes beside the holder. Returns `null` if the holder has finished, `undefined` if the store has no locks.
 * Returns a promise only if there is something to wait for. A function call, and a page of a server, never blocks the thread.
 */
function lockEntry(engine: Engine, flight: Flight): Locking | Promise<Locking> {
  const { options, request } = flight
  const { address, policy } = request
  const { lock, share, sync } = engine.store
  const wait = !options.force && policy.lock
  const isShared = (!wait || !lock) && share !== undefined
  if (!policy.write || policy.persist === false || !(isShared || (policy.lock && lock))) return undefined
  const takeSync = isShared ? sync?.share : sync?.lock
  if (!takeSync || !options.reason || engine.serverPage) return waitForLock(engine, flight, wait)
  const taken = guardStoreSync(engine, 'lock', address, () => takeSync.call(sync, address, false))
  return taken === null && wait ? waitForLock(engine, flight, wait) : taken
}

async function waitForLock(engine: Engine, { options, request }: Flight, wait: boolean | number): Promise<Locking> {
  const { address, id } = request
  const isForHook = options.reason !== undefined
  if ((!wait || !engine.store.lock) && engine.store.share) return shareLock(engine, address, isForHook)
  const lock = await takeLock(engine, address, wait, isForHook)
  if (lock?.isShared) {
    const message = `the lock of ${locationOf(engine.reader, address)} is held for too long; the value is computed without it`
    reportTrouble(engine, ['held lock', id], message)
  }
  return lock
}

/** Runs the function, and checks its value. On a platform without a call chain, a bundler removes it. */
async function runFunction(engine: Engine, flight: Flight, context: ComputeContext): Promise<unknown> {
  const { request } = flight
  const { schema } = request.policy
  engine.emit?.('computing', flight)
  const computed = await (callChain && request.fn ? runInChain(engine, request, flight, context) : request.run(context))
  engine.emit?.('computed', flight)
  return schema ? conform(engine, flight, schema, computed) : computed
}

/** Hooks that show the entry see the error, unless something superseded the flight. */
function failFlight(engine: Engine, slot: Slot, flight: Flight, error: unknown): never {
  const isShown = slot.listeners.size > 0 || flight.callers === 0
  flight.isCurrent = !isSuperseded(slot, flight)
  engine.emit?.('failed', flight, { error })
  if (flight.isCurrent) debug(slot, 'error', undefined, error)
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

/** Reads the entry under the lock. Returns a promise only if there is something to wait for: the lock, or the schema. */
function findOther(
  engine: Engine,
  slot: Slot,
  request: ComputeRequest,
  { isAtOnce, isForHook }: { readonly isAtOnce: boolean; readonly isForHook: boolean },
  known: Entry | undefined,
): Found | null | Promise<Found | null> {
  if (slot.runningRead?.isOverdue) return null
  slot.runningRead = undefined // it may have begun before this process had the lock
  const found = isAtOnce ? findOtherSync(engine, request, known) : undefined
  if (found !== undefined) return found
  const finding = find(engine, request)
  return isForHook ? waitForHook(engine, request, finding).then((other) => other ?? null) : finding
}

/** True if what another process may have stored meanwhile could be the result of the flight. */
function mayFindOther({ options, request: { policy } }: Flight, lock: Locking): boolean {
  const { isAlone, isEmpty } = (lock ?? {}) as Partial<Lock> // the lock of a synchronous method says nothing of others
  return lock !== undefined && policy.lock !== false && policy.read && !options.force && !isAlone && !isEmpty
}

/**
 * Another process may have computed the entry while this one waited for the lock, or between this one's read and its lock. The
 * entry that was `known` here when the flight began is not such a result.
 *
 *     process A   |-lock-|-----compute-----|-write-|-release-|
 *     process B     |-read: missing-|---------waits---------|-read: fresh, take it-|
 */
function isOtherResult(engine: Engine, flight: Flight, entry: Entry, known: Entry | undefined): boolean {
  const { options, request } = flight
  if (entry.storedAt === known?.storedAt) return false
  const isYoung = ageOf(entry, engine.clock.now()) < (options.maxAge ?? 0)
  if (!isYoung && freshnessNow(engine, request, entry) !== 'fresh') return false
  flight.isCurrent = true
  const slot = engine.slots.get(request.id)
  if (slot) slot.shown = entry
  debug(request, 'adopted')
  engine.emit?.('adopted', flight)
  return true
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
