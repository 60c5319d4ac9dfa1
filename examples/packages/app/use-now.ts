import { useSyncExternalStore } from 'react'

const SECOND = 1_000

/** The current time, updated every second. `null` on the server and during hydration, so both render the same. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot)
}

function subscribe(onStoreChange: () => void): () => void {
  const timer = setInterval(onStoreChange, SECOND)
  return () => clearInterval(timer)
}

const getSnapshot = () => Math.floor(Date.now() / SECOND) * SECOND
const getServerSnapshot = () => null
