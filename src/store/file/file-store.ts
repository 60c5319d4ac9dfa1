// Entries as files. An address and an entry come in. The file of the address then holds the whole entry as readable JSON.
//
//   entries/   reads, writes and evicts entries: entry-file.ts, entry-writes.ts, eviction.ts
//   lookup/    finds entries below a path or by tag: list.ts, directory-tags.ts, tag-index.ts; removes what crashes left behind: sweep.ts
//   lock/      lets one process at a time compute an entry: lock.ts
//   changes/   tells other processes of changes, and hears of theirs: change-log.ts, listen.ts
//   inspection/ says of each file what it is, for programs without a cache: inspect.ts
//   system/    the calls of the system: system-calls.ts
//
// Each operation is written once, as `Work`, and offered with and without promises.

import { resolve } from 'node:path'
import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { withErrorContext } from '../error-context.ts'
import type { EntryStat, Lock, SyncLock, SyncStore } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import { runSync } from '../sync-or-async.ts'
import type { Changes } from './changes/announced.ts'
import { watchChanges } from './changes/announced.ts'
import { findPlace } from './entries/displaced.ts'
import { readEntry, readHeader } from './entries/entry-file.ts'
import { pathOf } from './entries/entry-path.ts'
import type { EntryWrites } from './entries/entry-writes.ts'
import { createEntryWrites } from './entries/entry-writes.ts'
import { createEviction } from './entries/eviction.ts'
import { inspectFiles } from './inspection/inspect.ts'
import type { FileStore } from './inspection/inspected-file.ts'
import { removeInspected } from './inspection/remove-inspected.ts'
import type { FileLock, FileLocks } from './lock/file-locks.ts'
import { createFileLocks } from './lock/file-locks.ts'
import { isOfThisProcess } from './lock/holder-name.ts'
import { deleteEntries } from './lookup/delete-many.ts'
import { findTaggedAround } from './lookup/directory-tags.ts'
import { listEntries, toEntryStat } from './lookup/list.ts'
import type { RunningNotes } from './lookup/running.ts'
import { createRunningNotes, endComputations } from './lookup/running.ts'
import { sweep } from './lookup/sweep.ts'
import { createTagIndex } from './lookup/tag-index.ts'
import type { FileStoreOptions } from './options.ts'
import { parseOptions } from './options.ts'
import { iterate, iterateSync } from './system/listing.ts'
import { moveIfReadOnly } from './system/read-only-disk.ts'
import { runInTurns } from './system/run-in-turns.ts'
import { createAbsolutePaths, createPathResolvers } from './system/working-directory.ts'

/**
 * Creates a store that keeps each entry in a file of its own, as JSON that `cat` and `jq` can read. Several processes may share
 * the files, and locks let one of them compute an entry while the others wait. A relative path of a cache starts at the directory in
 * which the process works when the cache is made. It is the default store in Node.
 *
 * On a disk that is read-only, a path without entries is moved to the temporary folder, and the log has one line about it.
 *
 * @throws {InvalidOptionError} when an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta, fileStore } from 'cachetta'
 *
 * export const cache = new Cachetta({
 *   path: './cache/users.json',
 *   store: fileStore({ maxBytes: 100_000_000 }),
 *   duration: '1d',
 * })
 * ```
 */
export function fileStore(options: FileStoreOptions = {}): FileStore {
  const { durable, tagsPath, watch, ...limits } = parseOptions(options)
  const eviction = createEviction(limits)
  const tagsDirectory = moveIfReadOnly(createAbsolutePaths()(tagsPath))
  const tagIndex = createTagIndex(tagsDirectory)
  const runningNotes = createRunningNotes(tagsDirectory)
  const plainChanges = createChanges(createEntryWrites({ durable, eviction, tagIndex }), runningNotes)
  const watched = watch ? watchChanges(plainChanges, tagsDirectory) : undefined
  const changes = watched?.changes ?? plainChanges
  const operations: Operations = {
    get(address, types) {
      const file = resolve(pathOf(address))
      return withErrorContext('read', file, readEntry(file, address.key, types, eviction !== undefined))
    },
    ...changes,
    locks: createFileLocks(changes.writes, runningNotes),
  }

  return {
    name: 'file',
    get: (address, types) => runInTurns(operations.get(address, types)),
    set: operations.writes.set,
    delete: operations.writes.delete,
    stat: (address) => runInTurns(readStat(address)),
    list: (base) => iterate(listEntries(base)),
    tagged: (tag) => iterate(tagIndex.find(tag)),
    taggedUnder: (base, tags) => iterate(findTaggedAround(base, tags)),
    deleteAll: (base, visit) => runInTurns(operations.deleteAll(base, visit)),
    deleteWhere: (base, matches, visit) => runInTurns(operations.deleteWhere(base, matches, visit)),
    sweep: (base, visit) => runInTurns(sweep(base, visit)),
    inspect: (path, options) => iterate(inspectFiles(path, options)),
    removeInspected: (file) => runInTurns(removeInspected(file)),
    async lock(address, wait) {
      const lock = await runInTurns(operations.locks.take(address, () => toWaitMs(wait)))
      return lock && toAsyncLock(lock)
    },
    share: async (address) => toAsyncLock(await runInTurns(operations.locks.share(address))),
    endComputations: (base, tags, visit) => runInTurns(operations.endComputations(base, tags, visit)),
    ...(watched && { subscribe: watched.subscribe }),
    ...(eviction && { onEvict: eviction.onEvict }),
    locate: (address) => runSync(findPlace(pathOf(address))),
    ...createPathResolvers(),
    sync: createSyncStore(operations),
  }
}

/** What both ways of the store use. */
interface Operations extends Changes {
  get(address: Address, types: AllowedTypes): Work<Entry | null>
  readonly locks: FileLocks
}

function createChanges(writes: EntryWrites, runningNotes: RunningNotes): Changes {
  return {
    writes,
    deleteAll: (base, visit) => deleteEntries(writes.queue, base, () => true, visit),
    deleteWhere: (base, matches, visit) => deleteEntries(writes.queue, base, matches, visit),
    endComputations: (base, tags, visit) =>
      base === undefined ? runningNotes.endTagged(tags ?? []) : endComputations(base, tags, visit),
  }
}

function createSyncStore({ get, deleteAll, endComputations, writes, locks }: Operations): SyncStore {
  return {
    get: (address, types) => runSync(get(address, types)),
    set: writes.setSync,
    delete: writes.deleteSync,
    stat: (address) => runSync(readStat(address)),
    list: (base) => iterateSync(listEntries(base)),
    deleteAll: (base) => runSync(deleteAll(base)),
    lock(address, wait = true) {
      // A holder in this process may need this thread to release the lock, so there is no use in waiting for it.
      const lock = runSync(locks.take(address, (holder) => (isOfThisProcess(holder) ? 0 : toWaitMs(wait))))
      return lock && toSyncLock(lock)
    },
    share: (address) => toSyncLock(runSync(locks.share(address))),
    endComputations: (base, tags) => runSync(endComputations(base, tags)),
  }
}

/** A call waits this long for the computation of another process, unless it is given another time. */
const usualWaitMs = 60_000

function toWaitMs(wait: boolean | number): number {
  return typeof wait === 'number' ? wait : wait ? usualWaitMs : 0
}

function* readStat(address: Address): Work<EntryStat | null> {
  const path = pathOf(address)
  const header = yield* withErrorContext('read', path, readHeader(resolve(path)))
  return header?.key === address.key ? toEntryStat(address, path, header) : null
}

function toAsyncLock({ isShared, isHeld, order, release, set }: FileLock): Lock {
  return {
    order,
    isShared,
    isHeld: (tags) => runInTurns(isHeld(tags)),
    set: (entry, types) => set.async(entry, types),
    release: () => runInTurns(release()),
  }
}

function toSyncLock({ isShared, isHeld, release, set }: FileLock): SyncLock {
  return {
    isShared,
    isHeld: (tags) => runSync(isHeld(tags)),
    set: (entry, types) => set.sync(entry, types),
    release: () => runSync(release()),
  }
}
