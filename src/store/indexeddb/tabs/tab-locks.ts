// The right to compute an entry, among tabs, over Web Locks. The browser queues those who ask, and takes the right from a tab
// that dies. A waiting tab need not wait for its turn when it hears that the entry was written; one that computes has lost its
// right then, for what it would write is older:
//
//     tab A   |-lock-|----compute----|-commit-|-release-|
//     tab B     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null             told of the change: the value is there
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null
//
//     tab A   |-lock-|----comp✗ closed
//     tab B     |~~~~~~waits~~~|-lock-|----compute----|         its turn in the queue, and only one has it
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|null

import type { Address } from '../../../key/address.ts'
import type { Lock } from '../../store.ts'
import { nameOf } from '../record.ts'
import type { Writes } from '../writes.ts'
import { onChange } from './channel.ts'
import type { Holder } from './holder.ts'
import { acquire, createHolder } from './holder.ts'
import { createSolitude } from './single-tab.ts'

export interface TabLocks {
  take(address: Address, wait: boolean): Promise<Lock | null>
  /** Takes the right from whoever has it in this tab, or waits for it; resolves when it is free. */
  break(address: Address): Promise<void>
}

/** The name of the channel begins those of all locks. A right whose entry is being written is released when that is kept. */
export function createTabLocks(
  manager: LockManager,
  channel: BroadcastChannel,
  whenKept: Writes['whenKept'],
): TabLocks {
  const holders = new Map<string, Holder>()

  const finish = async (name: string, holder = holders.get(name)): Promise<void> => {
    if (holders.get(name) === holder) holders.delete(name)
    holder?.finish()
    await holder?.released
  }
  const ask = (name: string, options: LockOptions, holder: Holder): Promise<boolean> =>
    acquire(manager, channel.name + name, options, holder)
  const isAlone = createSolitude(manager, channel, () => {
    for (const [name, holder] of holders) void ask(name, { ifAvailable: true }, holder)
  })
  const forget = (address: Address): Promise<void> => finish(nameOf(address))
  onChange(channel, ({ address }) => void forget(address))

  return {
    async take(address, wait) {
      const name = nameOf(address)
      const other = holders.get(name)
      if (other) {
        if (wait) await other.released
        return null
      }
      const holder = createHolder()
      holders.set(name, holder)
      const free = await isAlone()
      if (!free && !(await ask(name, { ifAvailable: !wait }, holder))) {
        void finish(name, holder)
        return null
      }
      return {
        isAlone: free,
        isHeld: async () => holders.get(name) === holder,
        async release() {
          const kept = whenKept(name)
          if (kept === undefined) await finish(name, holder)
          else void kept.then(() => finish(name, holder)) // nobody here has to wait until the others can read it
        },
      }
    },
    break: forget,
  }
}
