import type { Clean } from './host.ts'

type Init = (callback: () => void) => Clean

interface Signal {
  readonly callbacks: Set<() => void>
  readonly stop: Clean
}

const signals = new Map<Init, Signal>()

/** Listens to the host once for all hooks, from the first of them to the last. Returns how to stop. */
export function onSignal(init: Init, callback: () => void): () => void {
  let signal = signals.get(init)
  if (signal === undefined) {
    const callbacks = new Set<() => void>()
    const tell = () => {
      for (const each of [...callbacks]) each()
    }
    signal = { callbacks, stop: init(tell) }
    signals.set(init, signal)
  }
  const { callbacks, stop } = signal
  callbacks.add(callback)
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return
    signals.delete(init)
    stop?.()
  }
}
