// The right to compute an entry, among tabs, over Web Locks. The browser queues those who ask, and takes the right from a tab
// that dies. A waiting tab need not wait for its turn when it hears that the entry was written:
//
//     tab A   |-lock-|----compute----|-commit-|-release-|
//     tab B     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null             told of the change: the value is there
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null
//
//     tab A   |-lock-|----comp✗ closed
//     tab B     |~~~~~~waits~~~|-lock-|----compute----|         its turn in the queue, and only one has it
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|null

import type { Lock } from '../store.ts'
import type { Changes } from './changes.ts'
import type { Holder } from './holders.ts'
import { createHolders } from './holders.ts'
import { nameOf } from './record.ts'
import { createSolitude } from './solitude.ts'

interface Surroundings {
  readonly manager: LockManager
  /** What the names of all locks begin with. */
  readonly prefix: string
  readonly changes: Changes | undefined
  /** Resolves when an entry that is being written is there for the others; `undefined` where it is not being written. */
  whenKept(name: string): Promise<void> | undefined
}

export interface TabLocks {
  take(name: string, wait: boolean): Promise<Lock | null>
  /** Takes the right from whoever holds it in this tab; resolves when it is free. */
  break(name: string): Promise<void>
}

export function createTabLocks({ manager, prefix, changes, whenKept }: Surroundings): TabLocks {
  const holders = createHolders()

  const lockOf = (name: string, holder: Holder, isAlone: boolean): Lock => ({
    isAlone,
    isHeld: async () => holders.get(name) === holder,
    async release() {
      const kept = whenKept(name)
      if (kept === undefined) await holders.finish(name, holder)
      else void kept.then(() => holders.finish(name, holder)) // nobody here has to wait until the others can read it
    },
  })
  const request = (name: string, wait: boolean): Promise<Lock | null> =>
    new Promise((resolve, reject) => {
      let isOver = false
      const stop = changes?.subscribe(({ address }) => {
        if (!wait || nameOf(address) !== name) return
        isOver = true
        resolve(null)
      })
      const released = manager.request(prefix + name, { ifAvailable: !wait }, (granted) => {
        stop?.()
        if (granted === null || isOver) return resolve(null)
        const holder = holders.hold(name, released)
        resolve(lockOf(name, holder, false))
        return holder.finished
      })
      released.catch(reject)
    })
  const share = () => holders.share((name, held) => manager.request(prefix + name, { ifAvailable: true }, held))
  const isAlone = createSolitude(manager, `tabs of ${prefix}`, share)

  changes?.subscribe(({ type, address }) => {
    if (type === 'delete') void holders.finish(nameOf(address))
  })
  return {
    async take(name, wait) {
      if (!holders.get(name) && !(await isAlone())) return request(name, wait)
      const holder = holders.get(name)
      if (holder === undefined) return lockOf(name, holders.hold(name), true)
      if (wait) await holder.released
      return null
    },
    break: (name) => holders.finish(name),
  }
}
