// What fetches again while a hook is mounted: focus, reconnect, polling.

import type { Cleanup } from '../config/browser.ts'
import { refreshIntervalFor } from '../config/config.ts'
import type { Observer } from './observer.ts'
import { askHost, callOption } from './query.ts'
import { isOnlineAndVisible, resumeRetry } from './retry.ts'

/** Revalidates on focus and on reconnect. Returns a function that stops. */
export function revalidateOnHostEvents(observer: Observer): () => void {
  const { config, handle } = observer.query
  const { clock } = handle.engine
  let focusedAt = clock.elapsed()

  const stopFocus = addSharedListener(config.initFocus, () => {
    const { focusThrottleInterval, revalidateOnFocus } = observer.query.config
    resumeRetry(observer)
    if (!revalidateOnFocus || clock.elapsed() - focusedAt < focusThrottleInterval || !shouldRevalidate(observer)) return
    focusedAt = clock.elapsed()
    clock.after(0, () => observer.isReady && void observer.revalidate({ reason: 'focus' })) // the same event may change the key first
  })
  const stopReconnect = addSharedListener(config.initReconnect, () => {
    resumeRetry(observer)
    if (!observer.query.config.revalidateOnReconnect || !shouldRevalidate(observer)) return
    void observer.revalidate({ reason: 'reconnect' })
  })
  return () => {
    stopFocus()
    stopReconnect()
  }
}

/** A poll does without a request if another hook has polled in this part of the interval. Less than 1, because timers are early. */
const POLLED_PART = 0.9

/**
 * Fetches repeatedly, each time `interval` after the end of the last poll, so that slow polls never overlap. Pauses while there
 * is an error, and while the page is hidden or offline. Returns a function that stops.
 */
export function startPolling(observer: Observer, interval: number): () => void {
  let isStopped = false
  let stopTimer = () => {}
  const schedule = (pause: number) => {
    if (pause > 0) stopTimer = observer.query.handle.engine.clock.startTimeout(pause, () => void poll(pause))
  }
  const poll = async (pause: number) => {
    if (canPoll(observer) && observer.readSnapshot().error === undefined) {
      const maxAge = Math.min(observer.query.config.dedupingInterval, pause * POLLED_PART)
      await observer.revalidate({ reason: 'poll', maxAge })
    }
    if (!isStopped) schedule(readInterval(observer))
  }
  schedule(interval)
  return () => {
    isStopped = true
    stopTimer()
  }
}

/** An interval that is no duration ends the polling here. The next render throws it. */
function readInterval(observer: Observer): number {
  try {
    return refreshIntervalFor(observer.query.config, observer.readSnapshot().data)
  } catch {
    return 0
  }
}

/** True if the page is visible and online, and what the hook shows is not fresh, or in error. */
function shouldRevalidate(observer: Observer): boolean {
  return isOnlineAndVisible(observer.query.config) && (observer.hasFailed() || observer.needsRevalidation())
}

function canPoll({ query: { config } }: Observer): boolean {
  const { isOnline, isVisible, refreshWhenHidden, refreshWhenOffline } = config
  return (refreshWhenHidden || askHost(isVisible)) && (refreshWhenOffline || askHost(isOnline))
}

/** Starts to listen to the host: the options `initFocus` and `initReconnect`. */
type ListenToHost = (callback: () => void) => Cleanup

interface SharedListener {
  readonly callbacks: Set<() => void>
  readonly stop: (() => void) | undefined
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
    const stop = callOption(listenToHost, [callEach], undefined) as SharedListener['stop'] // `void` is `undefined`
    shared = { callbacks, stop }
    sharedListeners.set(listenToHost, shared)
  }
  const { callbacks, stop } = shared
  callbacks.add(callback)
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    sharedListeners.delete(listenToHost)
    callOption(stop, [], undefined)
  }
}
