// Writes and deletes entries. An address and an entry come in. Afterwards the file of that address holds the whole entry, or
// does not exist. write-queue.ts orders the calls, write-atomically.ts writes the file under a name of temporary-file.ts,
// eviction.ts keeps the limits. entry-file.ts reads what was written.

import { Buffer } from 'node:buffer'
import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry } from '../../../entry/entry.ts'
import type { TextWithoutChecksum } from '../../../entry/json/json-codec.ts'
import { addChecksum, writeEntry } from '../../../entry/json/json-codec.ts'
import type { Address } from '../../../key/address.ts'
import { fileOf } from '../../../key/file-name.ts'
import { withErrorContext } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { run, runSync } from '../../sync-or-async.ts'
import { breakLock } from '../lock/lock.ts'
import { lockFileOf } from '../lock/lock-file.ts'
import type { TagIndex } from '../lookup/tag-index.ts'
import { removeFile } from '../system/system-calls.ts'
import { yieldToLoop } from '../system/yield-to-loop.ts'
import type { Eviction } from './eviction.ts'
import { createTemporaryName } from './temporary-file.ts'
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

  /**
   * Writes the text of the entry immediately: a value that cannot be stored must throw before anything changes, and later changes
   * of the value must not count.
   */
  const prepareWrite = (address: Address, entry: Entry, types: AllowedTypes): WriteFile => {
    const text = writeEntry(entry, types)
    return function* (file, queued) {
      if (address.exact && entry.tags.length > 0) yield* tagIndex.add(address, entry.tags)
      const bytes = yield* writeBytes(text)
      const write = (): Work<void> => withDirectory(file, () => writeUnlessSuperseded(file, bytes, queued, durable))
      yield* eviction ? eviction.writeAndEvict(file, bytes.length, write) : write()
    }
  }

  const changeSync = (address: Address, change: (file: string) => Work<void>): void => {
    const file = resolve(fileOf(address))
    for (const temporaryFile of queue.supersede(file)) runSync(tryRemoveFile(temporaryFile))
    runSync(change(file))
  }

  return {
    async set(address, entry, types) {
      const write = prepareWrite(address, entry, types)
      const file = resolve(fileOf(address))
      await queue.enqueue(file, (queued) => run(withErrorContext('write', file, write(file, queued))))
    },
    setSync(address, entry, types) {
      const write = prepareWrite(address, entry, types)
      const queued = { temporaryFile: undefined, isSuperseded: false }
      changeSync(address, (file) => withErrorContext('write', file, write(file, queued)))
    },
    async delete(address) {
      const file = resolve(fileOf(address))
      await queue.enqueue(file, () => run(withErrorContext('delete', file, deleteEntry(file))))
    },
    deleteSync: (address) => changeSync(address, (file) => withErrorContext('delete', file, deleteEntry(file))),
  }
}

/** Lets other work run between the steps. None of them takes longer than the JSON.stringify before them. */
function* writeBytes(text: TextWithoutChecksum): Work<Buffer> {
  yield* yieldToLoop(text.after)
  const whole = addChecksum(text)
  yield* yieldToLoop(whole)
  const bytes = Buffer.from(whole)
  yield* yieldToLoop(whole)
  return bytes
}

function* writeUnlessSuperseded(file: string, bytes: Buffer, queued: QueuedWrite, durable: boolean): Work<void> {
  if (queued.isSuperseded) return
  const temporaryFile = createTemporaryName(file)
  queued.temporaryFile = temporaryFile
  yield* writeAtomically(file, bytes, { durable, temporaryFile, mayReplace: () => !queued.isSuperseded })
}

/** Breaks the lock first: a process that takes the lock afterwards must not store what it computed before. */
function* deleteEntry(file: string): Work<void> {
  yield* breakLock(lockFileOf(file))
  yield* removeFile(file)
}
