let isWatching = false
let isKnownOffline = false

/** Begins to listen to the browser, once. */
export function watchNetwork(): void {
  if (isWatching) return
  isWatching = true
  globalThis.addEventListener?.('offline', () => {
    isKnownOffline = true
  })
  globalThis.addEventListener?.('online', () => {
    isKnownOffline = false
  })
}

/** A browser is online until it says otherwise, as in SWR, because `navigator.onLine` may be wrong. */
export function isAssumedOnline(): boolean {
  return !isKnownOffline
}
