import type { Cleanup } from '../config/browser.ts'

/** Starts to listen to the host: the options `initFocus` and `initReconnect`. */
type ListenToHost = (callback: () => void) => Cleanup

interface SharedListener {
  readonly callbacks: Set<() => void>
  readonly stop: Cleanup
}

const sharedListeners = new Map<ListenToHost, SharedListener>()

/** Adds a callback to the one listener that all hooks share. The first callback starts it, the last stops it. */
export function addSharedListener(listenToHost: ListenToHost, callback: () => void): () => void {
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
