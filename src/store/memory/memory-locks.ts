import type { Lock, SyncLock } from '../store.ts'

interface Holder {
  readonly finished: Promise<void>
  finish(): void
}

/** Locks that hold within one process, by name. */
export interface LocksInProcess {
  take(name: string, wait: boolean): Promise<Lock | null>
  takeNow(name: string): SyncLock | null
  /** Takes the right from whoever holds it. */
  break(name: string): void
}

export function locksInProcess(): LocksInProcess {
  const holders = new Map<string, Holder>()

  const finish = (name: string, holder: Holder | undefined): void => {
    if (holder === undefined || holders.get(name) !== holder) return
    holders.delete(name)
    holder.finish()
  }
  const takeNow = (name: string): SyncLock | null => {
    if (holders.has(name)) return null
    const holder = createHolder()
    holders.set(name, holder)
    return { isHeld: () => holders.get(name) === holder, release: () => finish(name, holder) }
  }

  return {
    takeNow,
    async take(name, wait) {
      const lock = takeNow(name)
      if (lock !== null) return { isHeld: async () => lock.isHeld(), release: async () => lock.release() }
      if (wait) await holders.get(name)?.finished
      return null
    },
    break: (name) => finish(name, holders.get(name)),
  }
}

function createHolder(): Holder {
  let finish = (): void => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { finished, finish: () => finish() }
}
