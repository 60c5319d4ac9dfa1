import { useSyncExternalStore } from 'react'

/** The current time in epoch milliseconds, updated every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1000) * 1000)
}

/** Returns `just now` for less than 20 seconds, so a slow test sees no change. */
export function formatAge(since: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((now - since) / 1000)) // `now` is rounded down
  if (seconds < 20) return 'just now'
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

function subscribe(onStoreChange: () => void): () => void {
  const timer = setInterval(onStoreChange, 1000)
  return () => clearInterval(timer)
}
