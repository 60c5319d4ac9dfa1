// What fetches again while a hook is mounted: focus, reconnect, polling.

import { peek } from '../../engine/memory/peek.ts'
import type { Cleanup } from '../config/browser.ts'
import type { Observer } from './observer.ts'
import { isOnlineAndVisible } from './retry.ts'
import { needsRevalidation } from './should-fetch.ts'

/** Revalidates on focus and on reconnect. Returns a function that stops. */
export function revalidateOnHostEvents(observer: Observer): () => void {
  const { config, handle } = observer.query
  const { clock } = handle.engine
  let focusedAt = clock.elapsed()

  const stopFocus = addSharedListener(config.initFocus, () => {
    const { focusThrottleInterval, revalidateOnFocus } = observer.query.config
    if (!revalidateOnFocus || clock.elapsed() - focusedAt < focusThrottleInterval || !shouldRevalidate(observer)) return
    focusedAt = clock.elapsed()
    clock.after(0, () => observer.isReady && void observer.revalidate()) // the same event may change the key first
  })
  const stopReconnect = addSharedListener(config.initReconnect, () => {
    if (observer.query.config.revalidateOnReconnect && shouldRevalidate(observer)) void observer.revalidate()
  })
  return () => {
    stopFocus()
    stopReconnect()
  }
}

/** Fetches repeatedly. Pauses while there is an error, and while the page is hidden or offline. Returns a function that stops. */
export function startPolling(observer: Observer, interval: number): () => void {
  let isStopped = false
  const schedule = () => {
    const { config, handle } = observer.query
    const { refreshInterval } = config
    const pause = typeof refreshInterval === 'function' ? refreshInterval(observer.readSnapshot().data) : interval
    if (pause > 0) handle.engine.clock.after(pause, poll)
  }
  const poll = async () => {
    if (isStopped) return
    if (canPoll(observer) && observer.readSnapshot().error === undefined) await observer.revalidate()
    if (!isStopped) schedule()
  }
  schedule()
  return () => {
    isStopped = true
  }
}

/** True if the entry can be fetched, and is neither fresh nor in error. */
function shouldRevalidate(observer: Observer): boolean {
  const { query } = observer
  if (!isOnlineAndVisible(query.config)) return false
  return observer.readSnapshot().error !== undefined || needsRevalidation(query, peek(query.handle.engine, query))
}

function canPoll({ query: { config } }: Observer): boolean {
  const { isOnline, isVisible, refreshWhenHidden, refreshWhenOffline } = config
  return (refreshWhenHidden || isVisible()) && (refreshWhenOffline || isOnline())
}

/** Starts to listen to the host: the options `initFocus` and `initReconnect`. */
type ListenToHost = (callback: () => void) => Cleanup

interface SharedListener {
  readonly callbacks: Set<() => void>
  readonly stop: Cleanup
}

const sharedListeners = new Map<ListenToHost, SharedListener>()

/** Adds a callback to the one listener that all hooks share. The first callback starts it, the last stops it. */
function addSharedListener(listenToHost: ListenToHost, callback: () => void): () => void {
  let shared = sharedListeners.get(listenToHost)
  if (shared === undefined) {
    const callbacks = new Set<() => void>()
    const callEach = () => {
      for (const each of [...callbacks]) each()
    }
    shared = { callbacks, stop: listenToHost(callEach) }
    sharedListeners.set(listenToHost, shared)
  }
  const { callbacks, stop } = shared
  callbacks.add(callback)
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    sharedListeners.delete(listenToHost)
    stop?.()
  }
}
