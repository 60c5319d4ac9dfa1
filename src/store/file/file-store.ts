// Entries as files. What comes in is an address and an entry; what lies on disk afterwards is one readable JSON text per
// entry, in the file that `fileOf` names, and it is always a whole one: written beside it and renamed into its place.
// Each promise is written once, as work (work.ts), and offered both ways.

import { resolve } from 'node:path'
import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { fileOf } from '../../key/file-name.ts'
import type { EntryStat, Lock, Store, SyncLock, SyncStore } from '../store.ts'
import { readEntry, readHeader } from './entries/entry-file.ts'
import type { EntryWrites } from './entries/entry-writes.ts'
import { createEntryWrites } from './entries/entry-writes.ts'
import { createBound } from './entries/eviction.ts'
import type { FileLock, FileLocks } from './lock/lock.ts'
import { createLocks } from './lock/lock.ts'
import type { Sight } from './lock/lock-file.ts'
import { isOfThisProcess, lockFileOf } from './lock/lock-file.ts'
import { entriesAt, entryStat } from './lookup/list.ts'
import { sweepAt } from './lookup/sweep.ts'
import { createTagIndex } from './lookup/tag-index.ts'
import type { FileStoreOptions } from './options.ts'
import { fileStoreSettings } from './options.ts'
import { telling } from './system/errors.ts'
import type { Work } from './system/sync-or-async.ts'
import { gather, iterate, iterateSync, run, runSync } from './system/sync-or-async.ts'

/**
 * Keeps each entry in a file of its own, readable with `cat` and `jq`; several processes may share the files. A relative
 * path is one from the working directory at the time of the call. Throws `InvalidOptionError` for an option it does not know.
 */
export function fileStore(options: FileStoreOptions = {}): Store {
  const { durable, tagsPath, ...limits } = fileStoreSettings(options)
  const bound = createBound(limits)
  const tags = createTagIndex(tagsPath)
  const parts: Parts = {
    get(address, types) {
      const file = resolve(fileOf(address))
      return telling('read', file, readEntry(file, address.key, types, bound.isSet))
    },
    writes: createEntryWrites({ durable, bound, tags }),
    locks: createLocks(),
  }

  return {
    name: 'file',
    get: (address, types) => run(parts.get(address, types)),
    set: parts.writes.set,
    delete: parts.writes.delete,
    stat: (address) => run(statOf(address)),
    list: (base) => iterate(entriesAt(base)),
    tagged: (tag) => iterate(tags.find(tag)),
    async sweep(base) {
      await run(gather(sweepAt(base)))
    },
    async lock(address, wait) {
      const taken = await run(take(parts.locks, address, () => wait))
      return taken && awaitedLock(taken)
    },
    locate: fileOf,
    sync: syncTwin(parts),
  }
}

interface Parts {
  get(address: Address, types: AllowedTypes): Work<Entry | null>
  readonly writes: EntryWrites
  readonly locks: FileLocks
}

function syncTwin({ get, writes, locks }: Parts): SyncStore {
  return {
    get: (address, types) => runSync(get(address, types)),
    set: writes.setSync,
    delete: writes.deleteSync,
    stat: (address) => runSync(statOf(address)),
    list: (base) => iterateSync(entriesAt(base)),
    lock(address) {
      const taken = runSync(take(locks, address, (holder) => !isOfThisProcess(holder)))
      return taken && blockingLock(taken)
    },
  }
}

function* statOf(address: Address): Work<EntryStat | null> {
  const path = fileOf(address)
  const found = yield* telling('read', path, readHeader(resolve(path)))
  return found?.key === address.key ? entryStat(address, path, found) : null
}

function take(locks: FileLocks, address: Address, mayWait: (holder: Sight) => boolean): Work<FileLock | null> {
  const file = resolve(fileOf(address))
  return telling('lock', file, locks.take(lockFileOf(file), mayWait))
}

function awaitedLock({ isHeld, release }: FileLock): Lock {
  return { isHeld: () => run(isHeld()), release: () => run(release()) }
}

function blockingLock({ isHeld, release }: FileLock): SyncLock {
  return { isHeld: () => runSync(isHeld()), release: () => runSync(release()) }
}
