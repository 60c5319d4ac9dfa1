import type { Cleanup } from '../config/browser.ts'

type SubscribeToHost = (callback: () => void) => Cleanup

interface SharedListener {
  readonly callbacks: Set<() => void>
  readonly stop: Cleanup
}

const sharedListeners = new Map<SubscribeToHost, SharedListener>()

/** Listens to the host once for all hooks, from the first of them to the last. Returns how to stop. */
export function addSharedListener(init: SubscribeToHost, callback: () => void): () => void {
  let signal = sharedListeners.get(init)
  if (signal === undefined) {
    const callbacks = new Set<() => void>()
    const tell = () => {
      for (const each of [...callbacks]) each()
    }
    signal = { callbacks, stop: init(tell) }
    sharedListeners.set(init, signal)
  }
  const { callbacks, stop } = signal
  callbacks.add(callback)
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    sharedListeners.delete(init)
    stop?.()
  }
}
