let isWatching = false
let isKnownOffline = false

/** Begins to listen to the browser, once. */
export function watchNetwork(): void {
  if (isWatching) return
  isWatching = true
  isKnownOffline = globalThis.navigator?.onLine === false
  globalThis.addEventListener?.('offline', () => {
    isKnownOffline = true
  })
  globalThis.addEventListener?.('online', () => {
    isKnownOffline = false
  })
}

/** The browser's answer when the page was loaded, and then its events. SWR has the events only. */
export function isOnline(): boolean {
  return !isKnownOffline
}
