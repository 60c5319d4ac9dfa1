import type { Engine, Failure } from '../engine.ts'
import { peekUnlayered } from '../memory/peek.ts'
import { matchesVersion } from '../request/policy.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import type { Listener, Slot } from './slot.ts'
import { releaseSlot, retainSlot, supersede } from './slot.ts'

/**
 * Listens to an entry that is shown, and keeps it in memory meanwhile. Returns a function that stops. What is kept for listeners
 * goes a moment after the last of them, because a component that is mounted twice, or moved, returns at once. `isWaiting`: this
 * listener shows nothing itself; it waits on behalf of a hook that will show the entry.
 */
export function listen(engine: Engine, request: EntryRequest, listener: Listener, isWaiting = false): () => void {
  const { handle } = request
  const slot = retainSlot(engine, request)
  if (handle) slot.keyRequest ??= request
  if (slot.listeners.size === 0) adoptFromMemory(engine, request, slot)
  slot.listeners.add(listener)
  const reportShown = (isShown: boolean) => {
    if (!isWaiting) for (const report of engine.showListeners) report(request, isShown)
  }
  reportShown(true)
  return () => {
    if (!slot.listeners.delete(listener)) return
    reportShown(false)
    engine.clock.after(0, () => {
      if (slot.listeners.size === 0) onLastListenerLeft(request, slot, isWaiting)
      releaseSlot(engine, slot)
    })
  }
}

/** An entry that is usable now stays visible while someone shows it. */
function adoptFromMemory(engine: Engine, request: EntryRequest, slot: Slot): void {
  slot.pinned ??= request.memory?.get(request.id)
  if (peekUnlayered(engine, request)) slot.shown = slot.pinned?.entry
}

/**
 * Returns the entry to the LRU as its newest. An entry that was loaded before its hook mounted has no key yet. Aborts a computation
 * that nobody waits for, if its function took the signal.
 */
function onLastListenerLeft({ handle, id, key, memory }: EntryRequest, slot: Slot, isWaiting: boolean): void {
  const { flight, pinned } = slot
  if (pinned && !pinned.isTransient) {
    memory?.set(
      id,
      isWaiting ? pinned : { ...pinned, handle: pinned.handle ?? handle, key: pinned.key ?? key, source: 'memory' },
    )
  }
  slot.pinned = slot.shown = undefined
  if (!flight?.abort || flight.callers > 0) return
  supersede(slot, 'unmount')
  flight.abort.abort()
}

/**
 * What one who shows an entry, or waits for it, has of it:
 * - `served`: a value or an error
 * - `coming`: a request or a mutation that brings one of them
 * - `paused`: nothing, because a hook is paused
 * - `missing`: nothing, so it has to ask for a request
 */
export type Supply = 'served' | 'coming' | 'paused' | 'missing'

/**
 * `earlierFailure`: an error that no longer counts. While another hook shows another version of the entry, this one goes without: two
 * hooks that replace each other's value would never end.
 */
export function readSupply(
  engine: Engine,
  request: EntryRequest & Pick<ComputeRequest, 'isPaused'>,
  earlierFailure?: Failure,
): Supply {
  const failure = engine.failures.get(request.id)
  if (peekUnlayered(engine, request) || (failure && failure !== earlierFailure)) return 'served'
  const { flight, mutation, shown } = engine.slots.get(request.id) ?? {}
  if (mutation || (flight && !flight.entry)) return 'coming'
  if (shown && !matchesVersion(shown, request.policy)) return 'served'
  return request.isPaused?.() ? 'paused' : 'missing'
}

/** Whoever ended a request, and will ask for another one, has this long to do so. A pause is noticed this much after its end. */
const RECHECK_MS = 200

/** After this many requests that brought nothing, further ones have pauses between them, of one second to one minute. */
const MAX_QUICK_REQUESTS = 10

/** Asks for a request whenever nothing else brings a value. */
export interface RequestWatch {
  /** Call it after each change. `isPromised`: the change is followed by a request in a moment. */
  check(isPromised?: boolean): void
  /** Call it when the options may have changed: a pause may be over. */
  renew(): void
  stop(): void
}

/**
 * Keeps one promise: who has nothing to show and is not paused always has a request on its way, or an error. A tree that is
 * suspended always has a wake-up on its way. A request that no longer counts brings nothing, so another one follows it, unless the
 * one who ended it brings a value or asks for a request itself:
 *
 *     request      |-----------✗ superseded                 |----------| value
 *     mutation            |----| fails             check:  missing
 *     pause        |~~200 ms~~|~~200 ms~~|                  check: paused, look again
 *     invalidate   |-delete-------------------…             check: promised, but for 200 ms only
 */
export function createRequestWatch(
  { clock, serverPage }: Pick<Engine, 'clock' | 'serverPage'>,
  getSupply: () => Supply,
  startRequest: () => unknown,
): RequestWatch {
  let stopTimer: (() => void) | undefined
  let isWaiting = false
  let requests = 0
  const stop = () => {
    stopTimer?.()
    stopTimer = undefined
  }
  const onTimer = () => {
    stopTimer = undefined
    isWaiting = false
    if (getSupply() === 'missing') request()
    else check()
  }
  const checkIn = (ms: number) => {
    if (!serverPage) stopTimer ??= clock.startTimeout(ms, onTimer)
  }
  const request = () => {
    stop()
    requests += 1
    void startRequest()
  }
  const check = (isPromised = false) => {
    const supply = getSupply()
    isWaiting = isPromised && supply === 'missing'
    if (supply === 'served') requests = 0
    if (supply === 'served' || supply === 'coming') stop()
    else if (supply === 'paused' || isPromised) checkIn(RECHECK_MS)
    else if (requests < MAX_QUICK_REQUESTS) request()
    else checkIn(Math.min(1_000 * 2 ** (requests - MAX_QUICK_REQUESTS), 60_000))
  }
  return { check, renew: () => void (isWaiting || check()), stop }
}
