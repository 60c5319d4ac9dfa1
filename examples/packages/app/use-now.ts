import { useSyncExternalStore } from 'react'

const A_SECOND = 1_000

/** The hour, each second anew; `null` while a server renders and while its page is hydrated. */
export function useNow(): number | null {
  return useSyncExternalStore(eachSecond, second, nowhere)
}

function eachSecond(tell: () => void): () => void {
  const timer = setInterval(tell, A_SECOND)
  return () => clearInterval(timer)
}

const second = () => Math.floor(Date.now() / A_SECOND) * A_SECOND
const nowhere = () => null
