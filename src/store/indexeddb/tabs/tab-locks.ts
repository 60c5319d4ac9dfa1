// Locks of entries among tabs, over Web Locks. The browser queues the requests, and frees the locks of a tab that dies. A
// waiting tab stops waiting when it hears that the entry was written. A tab that computes loses its lock then, because its own
// result would be older:
//
//     tab A   |-lock-|----compute----|-commit-|-release-|
//     tab B     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null             hears of the change: the value is in the store
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~|null
//
// If the tab that computes is closed, exactly one waiting tab gets the lock:
//
//     tab A   |-lock-|----comp✗ closed
//     tab B     |~~~~~~waits~~~|-lock-|----compute----|         the first in the queue
//     tab C     |~~~~~~waits~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|null

import type { Address } from '../../../key/address.ts'
import { entryNameOf } from '../../../key/address.ts'
import { awaitHolder } from '../../await-holder.ts'
import type { KnownChange, Lock } from '../../store.ts'
import type { ChangeLog, OrderedEntry } from '../change-log.ts'
import { supersedes } from '../change-log.ts'
import type { WriteQueue } from '../write-queue.ts'
import { createHolder } from './holder.ts'
import { createSingleTabCheck } from './single-tab.ts'
import type { TabHolder } from './web-lock.ts'
import { requestWebLock } from './web-lock.ts'

export interface TabLocks {
  take(address: Address, wait: boolean | number): Promise<Lock | null>
  /** Takes the locks that a change ends from their holders in this tab. Resolves when the locks are free. */
  breakFor(change: KnownChange): Promise<unknown>
}

/** A holder, and when it got the lock. One that still waits for the lock gives way to each change. */
type EntryHolder = TabHolder & OrderedEntry & { order?: number }

/** A tab waits this long for another one: someone is looking at it. */
const USUAL_WAIT_MS = 5_000

function toWaitMs(wait: boolean | number): number {
  return typeof wait === 'number' ? wait : USUAL_WAIT_MS
}

/** The names of all locks begin with the name of the channel. A lock is released after the pending write of its entry. */
export function createTabLocks(
  manager: LockManager,
  channel: BroadcastChannel,
  whenCommitted: WriteQueue['whenCommitted'],
  nextOrder: ChangeLog['nextOrder'],
): TabLocks {
  const holders = new Map<string, EntryHolder>()

  const endHold = async (name: string, holder = holders.get(name)): Promise<void> => {
    if (holders.get(name) === holder) holders.delete(name)
    holder?.finish()
    await holder?.released
  }
  const requestLock = (name: string, options: LockOptions, holder: TabHolder): Promise<boolean> =>
    requestWebLock(manager, channel.name + name, options, holder)
  const isSingleTab = createSingleTabCheck(manager, channel, () => {
    for (const [name, holder] of holders) void requestLock(name, { ifAvailable: true }, holder)
  })

  /** Resolves to `true` once this tab has the lock, otherwise to what its caller gets: `null`, or a lock shared with a slow tab. */
  const requestOrShare = async (
    name: string,
    wait: boolean | number,
    holder: TabHolder,
  ): Promise<true | Lock | null> => {
    const request = requestLock(name, { ifAvailable: !wait }, holder)
    const shared = wait ? await awaitHolder(toWaitMs(wait), request) : null
    return shared ?? ((await request) || null)
  }

  return {
    async take(address, wait) {
      const name = entryNameOf(address)
      const other = holders.get(name)
      if (other) return wait ? awaitHolder(toWaitMs(wait), other.released ?? other.finished) : null
      const holder: EntryHolder = { ...createHolder(), address, tags: [] }
      holders.set(name, holder)
      const isAlone = await isSingleTab()
      const taken = isAlone || (await requestOrShare(name, wait, holder))
      if (taken !== true) {
        void endHold(name, holder)
        return taken
      }
      holder.order = nextOrder()
      return {
        order: holder.order,
        isAlone,
        isHeld: async () => holders.get(name) === holder,
        async release() {
          const committed = whenCommitted(name)
          // The caller does not wait for the commit.
          if (committed) void committed.then(() => endHold(name, holder))
          else await endHold(name, holder)
        },
      }
    },
    breakFor: (change) =>
      Promise.all([...holders].map(([name, holder]) => supersedes(change, holder) && endHold(name, holder))),
  }
}
