import type { Lock } from './store.ts'

/** The longest timer of every platform. */
const MAX_TIMER_MS = 2_147_483_647

/** For a computation beside a holder that had its time. A change by another engine or tab is reported to the engine in any case. */
export const sharedLock: Lock = { isShared: true, isHeld: async () => true, release: async () => {} }

/** Waits until a holder has finished, and resolves to `null`. Resolves to a lock that is shared with it after `ms` milliseconds. */
export function awaitHolder(ms: number, finished: Promise<unknown>): Promise<Lock | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.min(ms, MAX_TIMER_MS), sharedLock)
    void finished.then(() => {
      clearTimeout(timer)
      resolve(null)
    })
  })
}
