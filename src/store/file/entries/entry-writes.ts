// Writes and deletes entries. An address and an entry come in. Afterwards the file of that address holds the whole entry, or
// does not exist. write-queue.ts orders the calls, write-atomically.ts writes the file under a name of temporary-file.ts,
// eviction.ts keeps the limits. entry-file.ts reads what was written.

import { Buffer } from 'node:buffer'
import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry } from '../../../entry/entry.ts'
import type { TextWithoutChecksum } from '../../../entry/json/json-codec.ts'
import { addChecksum, sizeOfText, writeEntry } from '../../../entry/json/json-codec.ts'
import { UnsafeTypeError } from '../../../errors.ts'
import type { Address } from '../../../key/address.ts'
import { withErrorContext } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync } from '../../sync-or-async.ts'
import { breakLock } from '../lock/lock.ts'
import type { Registration } from '../lock/registration.ts'
import { recordTags } from '../lookup/directory-tags.ts'
import type { TagIndex } from '../lookup/tag-index.ts'
import { maxFileBytes } from '../system/read-file.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { yieldToLoop } from '../system/yield-to-loop.ts'
import { removeEntryFile } from './displaced.ts'
import { pathOf } from './entry-path.ts'
import type { Eviction } from './eviction.ts'
import { toFileDate } from './file-date.ts'
import { createTemporaryName } from './temporary-file.ts'
import { tryRemoveFile, withDirectory, writeAtomically } from './write-atomically.ts'
import type { QueuedWrite, WriteQueue } from './write-queue.ts'
import { createWriteQueue } from './write-queue.ts'

/** Both ways to change entries. Changes of one file take effect in the order of the calls. */
export interface EntryWrites {
  set(address: Address, entry: Entry, types: AllowedTypes): Promise<void>
  setSync(address: Address, entry: Entry, types: AllowedTypes): void
  /** Stores the result of a registered computation. Returns false if something ended its right to be stored. */
  setResult(address: Address, entry: Entry, types: AllowedTypes, registration: Registration): Promise<boolean>
  setResultSync(address: Address, entry: Entry, types: AllowedTypes, registration: Registration): boolean
  delete(address: Address): Promise<void>
  deleteSync(address: Address): void
  /** What deletes of many entries need, see delete-many.ts. */
  readonly queue: WriteQueue
}

interface Dependencies {
  readonly durable: boolean
  readonly eviction: Eviction | undefined
  readonly tagIndex: TagIndex
}

type WriteFile<T> = (file: string, queued: QueuedWrite) => Work<T>

/** The text of an entry, on its way to its file. */
interface Written {
  readonly file: string
  readonly text: Buffer
  readonly tags: readonly string[]
  readonly modifiedAt: number
  readonly queued: QueuedWrite
}

type PutText<T> = (written: Written) => Work<T>

export function createEntryWrites(dependencies: Dependencies): EntryWrites {
  const queue = createWriteQueue()
  const { durable } = dependencies
  const putText: PutText<void> = (written) => replaceEntry(written, durable)
  const putResult =
    (registration: Registration): PutText<boolean> =>
    (written) =>
      storeThrough(registration, written, durable)

  const change = async <T>(address: Address, operation: Operation, write: WriteFile<T>): Promise<T> => {
    const file = resolve(pathOf(address))
    return queue.enqueue(file, (queued) => runInTurns(withErrorContext(operation, file, write(file, queued))))
  }

  const changeSync = <T>(address: Address, operation: Operation, write: WriteFile<T>): T => {
    const file = resolve(pathOf(address))
    for (const temporaryFile of queue.supersede(file)) runSync(tryRemoveFile(temporaryFile))
    const queued: QueuedWrite = { temporaryFile: undefined, isSuperseded: false }
    return runSync(withErrorContext(operation, file, write(file, queued)))
  }

  return {
    queue,
    set: async (address, entry, types) =>
      change(address, 'write', prepareWrite(dependencies, { address, entry, types }, putText)),
    setSync: (address, entry, types) =>
      changeSync(address, 'write', prepareWrite(dependencies, { address, entry, types }, putText)),
    setResult: async (address, entry, types, registration) =>
      change(address, 'write', prepareWrite(dependencies, { address, entry, types }, putResult(registration))),
    setResultSync: (address, entry, types, registration) =>
      changeSync(address, 'write', prepareWrite(dependencies, { address, entry, types }, putResult(registration))),
    delete: (address) => change(address, 'delete', deleteEntry),
    deleteSync: (address) => changeSync(address, 'delete', deleteEntry),
  }
}

type Operation = 'write' | 'delete'

interface NewEntry {
  readonly address: Address
  readonly entry: Entry
  readonly types: AllowedTypes
}

/**
 * Writes the text of the entry immediately: a value that cannot be stored must throw before anything changes, and later changes of
 * the value must not count.
 */
function prepareWrite<T>(
  { eviction, tagIndex }: Dependencies,
  { address, entry, types }: NewEntry,
  put: PutText<T>,
): WriteFile<T> {
  const text = writeEntry(entry, types)
  const { storedAt, tags } = entry
  checkLength(text.value, pathOf(address))
  eviction?.checkSize(pathOf(address), sizeOfText(text, Buffer.byteLength))
  return function* (file, queued) {
    if (tags.length > 0) yield* recordTags(file, tags)
    if (address.exact && tags.length > 0) yield* tagIndex.add(address, tags)
    const bytes = yield* toBytes(text)
    const write = (): Work<T> => put({ file, text: bytes, tags, modifiedAt: toFileDate(storedAt), queued })
    return yield* eviction ? eviction.writeAndEvict(file, bytes.length, write) : write()
  }
}

/**
 * Ends the running computations of the entry: none of them may replace what is written now. One that waits for the lock begins when the
 * first has lost it, so it is ended as well:
 *
 *     computation 1   |-lock----✗
 *     computation 2      |~~~~~~~|-lock-|-finds no entry, computes----✗ not stored
 *     write                     |-break-|------------rename------|-break-|
 */
function* replaceEntry(written: Written, durable: boolean): Work<void> {
  yield* breakLock(written.file)
  yield* withDirectory(written.file, () => writeUnlessSuperseded(written, durable))
  yield* breakLock(written.file)
}

function* storeThrough(registration: Registration, { queued, ...written }: Written, durable: boolean): Work<boolean> {
  if (queued.isSuperseded) return false
  queued.temporaryFile = registration.path
  return yield* registration.store({ ...written, durable, mayReplace: () => !queued.isSuperseded })
}

/** Lets other work run between the steps. None of them takes longer than the JSON.stringify before them. */
function* toBytes(text: TextWithoutChecksum): Work<Buffer> {
  yield* yieldToLoop(text.value)
  const whole = addChecksum(text)
  yield* yieldToLoop(whole)
  const bytes = Buffer.from(whole)
  yield* yieldToLoop(whole)
  return bytes
}

/** Throws for a text that `readFile` would refuse. Only a very long text is worth the count of its bytes. */
function checkLength(text: string, path: string): void {
  if (text.length <= maxFileBytes / 3 || Buffer.byteLength(text) <= maxFileBytes) return
  throw new UnsafeTypeError('the entry is too long for a file that can be read', { path })
}

function* writeUnlessSuperseded({ file, text, modifiedAt, queued }: Written, durable: boolean): Work<void> {
  if (queued.isSuperseded) return
  const temporaryFile = createTemporaryName(file)
  queued.temporaryFile = temporaryFile
  yield* writeAtomically(file, text, { durable, modifiedAt, temporaryFile, mayReplace: () => !queued.isSuperseded })
}

/** Ends the running computations first: none of them may bring the entry back. */
export function* deleteEntry(file: string): Work<void> {
  yield* breakLock(file)
  yield* removeEntryFile(file)
}
