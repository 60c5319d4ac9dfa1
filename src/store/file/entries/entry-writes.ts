// Writes and deletes entries. An address and an entry come in. Afterwards the file of that address holds the whole entry, or
// does not exist. write-queue.ts orders the calls, write-atomically.ts writes the file under a name of temporary-file.ts,
// eviction.ts keeps the limits. entry-file.ts reads what was written.

import { Buffer } from 'node:buffer'
import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry } from '../../../entry/entry.ts'
import { encodeEntry } from '../../../entry/json/json-codec.ts'
import type { Address } from '../../../key/address.ts'
import { withErrorContext } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync } from '../../sync-or-async.ts'
import { breakLock } from '../lock/lock.ts'
import { lockFileOf } from '../lock/lock-file.ts'
import { recordTags } from '../lookup/directory-tags.ts'
import type { TagIndex } from '../lookup/tag-index.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { removeFile } from '../system/system-calls.ts'
import { pathOf } from './entry-path.ts'
import type { Eviction } from './eviction.ts'
import { toFileDate } from './file-date.ts'
import { createTemporaryName } from './temporary-file.ts'
import type { WriteOptions } from './write-atomically.ts'
import { tryRemoveFile, withDirectory, writeAtomically } from './write-atomically.ts'
import type { QueuedWrite } from './write-queue.ts'
import { createWriteQueue } from './write-queue.ts'

/** Both ways to change entries. Changes of one file take effect in the order of the calls. */
export interface EntryWrites {
  set(address: Address, entry: Entry, types: AllowedTypes): Promise<void>
  setSync(address: Address, entry: Entry, types: AllowedTypes): void
  delete(address: Address): Promise<void>
  deleteSync(address: Address): void
}

interface Dependencies {
  readonly durable: boolean
  readonly eviction: Eviction | undefined
  readonly tagIndex: TagIndex
}

type WriteFile = (file: string, queued: QueuedWrite) => Work<void>

export function createEntryWrites({ durable, eviction, tagIndex }: Dependencies): EntryWrites {
  const queue = createWriteQueue()

  /** Encodes the entry immediately: a value that cannot be stored must throw before anything changes. */
  const prepareWrite = (address: Address, entry: Entry, types: AllowedTypes): WriteFile => {
    const text = encodeEntry(entry, types)
    return function* (file, queued) {
      if (entry.tags.length > 0) yield* recordTags(file, entry.tags)
      if (address.exact && entry.tags.length > 0) yield* tagIndex.add(address, entry.tags)
      const write = (): Work<void> =>
        withDirectory(file, () =>
          writeUnlessSuperseded(file, text, queued, { durable, modifiedAt: toFileDate(entry.storedAt) }),
        )
      yield* eviction ? eviction.writeAndEvict(file, Buffer.byteLength(text), write) : write()
    }
  }

  const changeSync = (address: Address, change: (file: string) => Work<void>): void => {
    const file = resolve(pathOf(address))
    for (const temporaryFile of queue.supersede(file)) runSync(tryRemoveFile(temporaryFile))
    runSync(change(file))
  }

  return {
    async set(address, entry, types) {
      const write = prepareWrite(address, entry, types)
      const file = resolve(pathOf(address))
      await queue.enqueue(file, (queued) => runInTurns(withErrorContext('write', file, write(file, queued))))
    },
    setSync(address, entry, types) {
      const write = prepareWrite(address, entry, types)
      const queued = { temporaryFile: undefined, isSuperseded: false }
      changeSync(address, (file) => withErrorContext('write', file, write(file, queued)))
    },
    async delete(address) {
      const file = resolve(pathOf(address))
      await queue.enqueue(file, () => runInTurns(withErrorContext('delete', file, deleteEntry(file))))
    },
    deleteSync: (address) => changeSync(address, (file) => withErrorContext('delete', file, deleteEntry(file))),
  }
}

function* writeUnlessSuperseded(file: string, text: string, queued: QueuedWrite, options: WriteOptions): Work<void> {
  if (queued.isSuperseded) return
  const temporaryFile = createTemporaryName(file)
  queued.temporaryFile = temporaryFile
  yield* writeAtomically(file, text, { ...options, temporaryFile, mayReplace: () => !queued.isSuperseded })
}

/** Breaks the lock first: a process that takes the lock afterwards must not store what it computed before. */
function* deleteEntry(file: string): Work<void> {
  yield* breakLock(lockFileOf(file))
  yield* removeFile(file)
}
