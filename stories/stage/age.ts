import { useSyncExternalStore } from 'react'

/** The instant, to the second, in epoch milliseconds; renders again with each. */
export function useNow(): number {
  return useSyncExternalStore(everySecond, () => Math.floor(Date.now() / 1000) * 1000)
}

/** `just now` for what is younger than a test takes. */
export function ageText(since: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((now - since) / 1000)) // `now` has lost its fraction
  if (seconds < 20) return 'just now'
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

function everySecond(tell: () => void): () => void {
  const timer = setInterval(tell, 1000)
  return () => clearInterval(timer)
}
