// Stores behind one another: a disk of this machine in front of Redis, memory in front of a disk. The far tier decides what is there; the
// near one has copies. A call takes one of these ways:
//
//     get          a checked copy is returned, and the far tier is not asked. Any other copy is compared with the far tier's
//                  header (`stat`). What is missing is read from the far tier and copied (read.ts)
//     set          the far tier, then the near one (write.ts). `Lock.set` is one step at the far tier, then the same (lock.ts)
//     delete, deleteAll, deleteWhere, deleteTagged
//                  the far tier, then the copies (write.ts, many.ts)
//     stat, list, tagged, taggedUnder, locate
//                  the far tier. `stat` looks at the copy while the far tier is down
//     lock, share  the far tier; while it is down, the near one (lock.ts)
//     subscribe    the far tier tells, the copies are dealt with, then the listeners hear of it (changes.ts)
//     sweep        both, and the copies of what the far tier no longer has
//     wake, flush  both
//
// What a copy is worth, and the fence against changes that happen meanwhile: copies.ts. What happens when a tier fails or hangs: tier.ts.
// The names of entries: parts.ts.
//
//     get        |-near: none-|--far: v1---|           v1 is returned, and not copied: the change has ended the read
//     delete              |-far-|-near-|
//
//     message of a delete          |-near-|            a copy that is being written is deleted after it, in the order of the calls
//     get        |-far: v1-|-near: v1-|

import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { Store, SyncStore } from '../store.ts'
import { run, runSync } from '../sync-or-async.ts'
import { createSubscribe } from './changes.ts'
import { Copies } from './copies.ts'
import { takeLock, takeShare, toTieredSyncLock } from './lock.ts'
import { deleteAllTagged, deleteMatching, deleteUnder, endComputations, sweep } from './many.ts'
import type { TierParts } from './parts.ts'
import { createNearNames } from './parts.ts'
import { locate, readEntry, readStat } from './read.ts'
import { Tier } from './tier.ts'
import { deleteEntry, settleAll, writeEntry } from './write.ts'

/** How long a call of one entry waits for a tier, in milliseconds. Together they take less than the cache waits for the store. */
const NEAR_MS = 1_000
const FAR_MS = 2_000

/** The stores, from the nearest to the farthest. */
type Tiers = readonly [near: Store, ...between: Store[], far: Store]

/**
 * Creates a store from two or more: a read asks them in their order, and copies what it finds to the nearer ones; a write goes to all of
 * them. The last one decides: it has the locks, and tells of the changes by others, for example by Redis. An invalidation on one machine
 * deletes the copies on all machines. While the last one is down, the others go on.
 *
 * It has synchronous methods if all tiers have them. The last store names the entries. If its paths are names, as in Redis, a file
 * store in front of it has the files under the directory in which the process works when you create the store.
 *
 * @throws {InvalidOptionError} when there are fewer than two stores, or one of them is no store or occurs twice.
 * @example
 * ```ts
 * import { Cachetta, fileStore, tieredStore } from 'cachetta'
 * import { redisStore } from 'cachetta/redis'
 * import { createClient } from 'redis'
 *
 * const client = createClient({ url: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379' })
 * client.on('error', () => {}) // it connects again, and the disk goes on meanwhile
 *
 * const store = tieredStore([fileStore({ maxBytes: 1_000_000_000 }), redisStore({ client })])
 * export const cache = new Cachetta({ path: './cache/shop', store, duration: '1h' })
 * ```
 */
export function tieredStore(tiers: Tiers): Store {
  checkTiers(tiers)
  return [...tiers].reduceRight((far, near) => createTieredStore(near, far))
}

function checkTiers(tiers: readonly unknown[]): void {
  if (!Array.isArray(tiers) || tiers.length < 2) {
    throw new InvalidOptionError(
      `tieredStore: ${describeValue(tiers)} was given; accepted is an array of two or more stores`,
    )
  }
  for (const [index, store] of tiers.entries()) {
    const { get }: { readonly get?: unknown } = Object(store)
    if (typeof get !== 'function') {
      throw new InvalidOptionError(
        `tieredStore: ${describeValue(store)} was given as tier ${index + 1}; accepted is a store`,
      )
    }
    if (tiers.indexOf(store) !== index) {
      throw new InvalidOptionError(`tieredStore: tiers ${tiers.indexOf(store) + 1} and ${index + 1} are the same store`)
    }
  }
}

function createTieredStore(nearStore: Store, farStore: Store): Store {
  const near = new Tier(nearStore, NEAR_MS)
  const far = new Tier(farStore, FAR_MS)
  const toNear = createNearNames(nearStore, farStore)
  const parts: TierParts = { near, far, copies: new Copies(), owed: new Map(), toNear }
  far.onRecovery = () => {
    if (!far.isFailing('write')) settleAll(parts)
  }
  return {
    name: 'tiered',
    get: (address, types) => run(readEntry(parts, address, types)),
    async set(address, entry, types, lifetime) {
      await run(writeEntry(parts, { address, entry, types, lifetime }))
    },
    delete: (address) => run(deleteEntry(parts, address)),
    stat: (address) => run(readStat(parts, address)),
    list: (base) => farStore.list(base),
    locate: (address) => locate(parts, address),
    ...createFarMethods(parts),
    sweep: (base, visit) => sweep(parts, base, visit),
    wake(reportError) {
      near.report = far.report = reportError ?? near.report
      nearStore.wake?.(reportError)
      farStore.wake?.(reportError)
    },
    ...(farStore.onEvict && { onEvict: (listener) => farStore.onEvict?.(listener) }),
    ...((nearStore.flush || farStore.flush) && { flush: () => flushBoth(nearStore, farStore) }),
    ...(nearStore.sync && farStore.sync && { sync: createSyncStore(parts, farStore.sync) }),
  }
}

async function flushBoth(near: Store, far: Store): Promise<void> {
  await Promise.all([near.flush?.(), far.flush?.()])
}

/** The optional methods that the far tier decides about. */
function createFarMethods(parts: TierParts): Partial<Store> {
  const { far } = parts
  const {
    createPathResolver,
    deleteAll,
    deleteTagged,
    deleteWhere,
    endComputations: endFarComputations,
    expires,
    hasOrder,
    lock,
    share,
    subscribe,
    tagged,
    taggedUnder,
  } = far.store
  return {
    ...(expires && { expires }),
    ...(hasOrder && { hasOrder }),
    ...(createPathResolver && { createPathResolver: () => createPathResolver.call(far.store) }),
    ...(tagged && { tagged: (tag) => tagged.call(far.store, tag) }),
    ...(taggedUnder && { taggedUnder: (base, tags) => taggedUnder.call(far.store, base, tags) }),
    ...(deleteAll && { deleteAll: (base, visit) => run(deleteUnder(parts, base, visit)) }),
    ...(deleteWhere && { deleteWhere: (base, matches, visit) => deleteMatching(parts, base, matches, visit) }),
    ...(deleteTagged && { deleteTagged: (tags) => deleteAllTagged(parts, tags) }),
    ...(endFarComputations && {
      endComputations: async (base, tags) => void (await run(endComputations(parts, base, tags))),
    }),
    ...(lock && { lock: (address, wait) => takeLock(parts, lock, address, wait) }),
    ...(share && { share: (address) => takeShare(parts, share, address) }),
    ...(subscribe && { subscribe: createSubscribe(parts, (listener) => subscribe.call(far.store, listener)) }),
  }
}

function createSyncStore(parts: TierParts, sync: SyncStore): SyncStore {
  const { deleteAll, endComputations: endFarComputations, lock, share } = sync
  return {
    get: (address, types) => runSync(readEntry(parts, address, types)),
    set: (address, entry, types) => void runSync(writeEntry(parts, { address, entry, types })),
    delete: (address) => runSync(deleteEntry(parts, address)),
    stat: (address) => runSync(readStat(parts, address)),
    list: (base) => sync.list(base),
    ...(deleteAll && { deleteAll: (base) => runSync(deleteUnder(parts, base)) }),
    ...(lock && {
      lock(address, wait) {
        const held = lock.call(sync, address, wait)
        return held && toTieredSyncLock(parts, address, held)
      },
    }),
    ...(share && { share: (address) => toTieredSyncLock(parts, address, share.call(sync, address)) }),
    ...(endFarComputations && {
      endComputations: (base, tags) => void runSync(endComputations(parts, base, tags)),
    }),
  }
}
