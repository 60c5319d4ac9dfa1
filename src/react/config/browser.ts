// What the hooks ask of a browser. Other hosts (React Native, a test) give their own by the options of the same names.

/** False on a server, whose pages are rendered once and never hydrated there. */
export const isBrowser: boolean = typeof document !== 'undefined'

/** How to stop, where there is anything to stop. */
// biome-ignore lint/suspicious/noConfusingVoidType: a host's function may just end without a return
export type Cleanup = (() => void) | undefined | void

export const isOnline = (): boolean => globalThis.navigator?.onLine !== false

export const isVisible = (): boolean => globalThis.document?.visibilityState !== 'hidden'

export function initFocus(callback: () => void): Cleanup {
  const stopFocus = onEvent(globalThis.window, 'focus', callback)
  const stopVisible = onEvent(globalThis.document, 'visibilitychange', callback)
  return () => {
    stopFocus()
    stopVisible()
  }
}

export function initReconnect(callback: () => void): Cleanup {
  return onEvent(globalThis.window, 'online', callback)
}

function onEvent(target: EventTarget | undefined, event: string, callback: () => void): () => void {
  target?.addEventListener?.(event, callback)
  return () => target?.removeEventListener?.(event, callback)
}
