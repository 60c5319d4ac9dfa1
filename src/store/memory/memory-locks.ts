import type { Holder } from '../holder.ts'
import { createHolder } from '../holder.ts'
import type { Lock, SyncLock } from '../store.ts'

/** Locks within one process, by the names of entries. */
export interface MemoryLocks {
  take(name: string, wait: boolean): Promise<Lock | null>
  takeSync(name: string): SyncLock | null
  /** Takes the lock from its holder. */
  break(name: string): void
}

export function createMemoryLocks(): MemoryLocks {
  const holders = new Map<string, Holder>()

  const endHold = (name: string, holder: Holder | undefined): void => {
    if (holder === undefined || holders.get(name) !== holder) return
    holders.delete(name)
    holder.finish()
  }
  const takeSync = (name: string): SyncLock | null => {
    if (holders.has(name)) return null
    const holder = createHolder()
    holders.set(name, holder)
    return { isHeld: () => holders.get(name) === holder, release: () => endHold(name, holder) }
  }

  return {
    takeSync,
    async take(name, wait) {
      const lock = takeSync(name)
      if (lock !== null) return { isHeld: async () => lock.isHeld(), release: async () => lock.release() }
      if (wait) await holders.get(name)?.finished
      return null
    },
    break: (name) => endHold(name, holders.get(name)),
  }
}
