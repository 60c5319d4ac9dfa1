import type { Change } from '../store/store.ts'

/**
 * Tells a store's report of what this engine does itself from reports of what others do, by the time it comes at: a store
 * that reports its caller's own changes does so within the call.
 *
 *     A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves         v1 is not the last word: what A remembers of it must go
 *     B  set v2           |-call-|~~|                      reported to A while A's own write is still under way
 */
export interface Echo {
  /** Begins an operation of our own. */
  during<T>(begin: () => T): T
  /** Passes on what others do. */
  others(listener: (change: Change) => void): (change: Change) => void
}

export function createEcho(): Echo {
  let depth = 0
  return {
    during(begin) {
      depth += 1
      try {
        return begin()
      } finally {
        depth -= 1
      }
    },
    others: (listener) => (change) => {
      if (depth === 0) listener(change)
    },
  }
}
