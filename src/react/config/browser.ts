// What the hooks need from a browser. Other hosts (React Native, tests) pass their own functions as options of the same names.

/** False on a server. A server renders a page once and never hydrates it. */
export const isBrowser: boolean = typeof document !== 'undefined'

/** A function that stops listening, if there is anything to stop. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function of another host may return nothing
export type Cleanup = (() => void) | undefined | void

export const isOnline = (): boolean => globalThis.navigator?.onLine !== false

export const isVisible = (): boolean => globalThis.document?.visibilityState !== 'hidden'

export function initFocus(callback: () => void): Cleanup {
  const stopFocus = listenTo(globalThis.window, 'focus', callback)
  const stopVisible = listenTo(globalThis.document, 'visibilitychange', callback)
  return () => {
    stopFocus()
    stopVisible()
  }
}

export function initReconnect(callback: () => void): Cleanup {
  return listenTo(globalThis.window, 'online', callback)
}

function listenTo(target: EventTarget | undefined, event: string, callback: () => void): () => void {
  target?.addEventListener?.(event, callback)
  return () => target?.removeEventListener?.(event, callback)
}
