// Deletes the entries under a base while it lists them. Most files are read and removed in one turn of the event loop, so that no
// write of this process can come between. If the disk is slow to remove, a thread does that, and the file's queue lets writes wait.
// The other files take the way of a single delete: through the queue of their file.
//
//     set e1       |--temp--|--rename--|
//     deleteAll       waits            |-reads and removes e1, e2, ...-|
//     set e2                                  |--temp--|.....waits.....|--rename--|     if it was called before e2 was removed
//
// Computations keep their locks here. `endComputations` ends their right to store results, and the engine calls it before. A
// computation that begins later may store what it computes.

import { basename, dirname, resolve, sep } from 'node:path'
import { createFileNames } from '../../../key/file-name.ts'
import { escapeNames, ownFileOf } from '../../../key/reserved-names.ts'
import { withErrorContext } from '../../error-context.ts'
import type { EntryStat, Visit } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync, step } from '../../sync-or-async.ts'
import { deleteEntry } from '../entries/entry-writes.ts'
import { tryRemoveFile } from '../entries/write-atomically.ts'
import type { WriteQueue } from '../entries/write-queue.ts'
import type { StartedConversion } from '../system/listing.ts'
import { collect, filterMapMany } from '../system/listing.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { unlink } from '../system/system-calls.ts'
import type { Unlink } from '../system/unlink-many.ts'
import { createUnlink } from '../system/unlink-many.ts'
import type { EntryReader } from './list.ts'
import { createEntryReader } from './list.ts'
import type { FoundFile } from './walk.ts'
import { findFilesAround } from './walk.ts'

type Matches = (entry: EntryStat) => boolean

/**
 * Deletes the entries at `base` and under it that match. Throws the first error, after it has tried all of them. Deletes no further one
 * once the signal of the visit is aborted.
 */
export function* deleteEntries(queue: WriteQueue, base: string, given: Matches, visit: Visit = {}): Work<void> {
  const running = createRunningRemovals()
  const matches: Matches = (entry) => !visit.signal?.aborted && given(entry)
  const read = createEntryReader(base, true)
  yield* endWrites(queue, base)
  const unlinkNow = yield* createUnlink()
  yield* collect(filterMapMany(findFilesAround(base, visit), createDeletion(queue, read, matches, unlinkNow, running)))
  yield* running.waitForAll()
  if (running.errors.length > 0) throw running.errors[0]
}

/** The listing does not find an entry that is being written for the first time. A synchronous call cannot wait for it. */
function* endWrites(queue: WriteQueue, base: string): Work<void> {
  const files = queue.busyFiles().filter(createFileTest(base))
  yield* step(
    () => {
      for (const file of files.flatMap(queue.supersede)) runSync(tryRemoveFile(file))
    },
    () => queue.waitFor(files),
  )
}

/** Creates a test for the files of the entries at `base` and under it. */
function createFileTest(base: string): (file: string) => boolean {
  const names = createFileNames(base)
  const directory = resolve(escapeNames(base))
  return (file) =>
    file.startsWith(`${directory}${sep}`) || (dirname(file) === dirname(directory) && names.includes(basename(file)))
}

/** Converts each file to `null`, so that the listing collects nothing. */
function createDeletion(
  queue: WriteQueue,
  read: EntryReader,
  matches: Matches,
  unlinkNow: Unlink,
  running: RunningRemovals,
): StartedConversion<FoundFile, never> {
  return {
    tryAtOnce(found) {
      const entry = read.tryAtOnce(found)
      if (!entry) return entry
      if (queue.isBusy(fileOfFound(found))) return undefined
      const isRemoved = !matches(entry) || unlinkNow(entry.path)
      if (typeof isRemoved === 'boolean') return isRemoved ? null : undefined
      return running.add(queue.enqueue(fileOfFound(found), () => finishRemoval(found, isRemoved)))
    },
    *convert(found) {
      const work = (): Work<void> => deleteSingle(read, matches, found)
      try {
        yield* step(
          () => runSync(work()),
          () => queue.enqueue(fileOfFound(found), () => runInTurns(work())),
        )
      } catch (error) {
        running.errors.push(error)
      }
      return null
    },
  }
}

/** So many removals run on threads while this thread reads the next files. */
const maxRunning = 128

interface RunningRemovals {
  readonly errors: unknown[]
  /** Takes a removal. Gives a promise, for which the listing waits, if there are too many. */
  add(removal: Promise<unknown>): null | Promise<null>
  waitForAll(): Work<unknown>
}

function createRunningRemovals(): RunningRemovals {
  const errors: unknown[] = []
  const removals: Promise<unknown>[] = []
  const waitFor = (count: number): Promise<unknown> => Promise.all(removals.splice(0, count))
  return {
    errors,
    add(removal) {
      removals.push(removal.catch((error: unknown) => errors.push(error)))
      return removals.length < maxRunning ? null : waitFor(maxRunning / 2).then(() => null)
    },
    waitForAll: () =>
      step<unknown>(
        () => undefined,
        () => waitFor(removals.length),
      ),
  }
}

function fileOfFound({ path }: FoundFile): string {
  return resolve(ownFileOf(path))
}

async function finishRemoval(found: FoundFile, isRemoved: Promise<boolean>): Promise<void> {
  if (!(await isRemoved)) await runInTurns(deleteFile(found))
}

function* deleteSingle(read: EntryReader, matches: Matches, found: FoundFile): Work<void> {
  const entry = yield* read.convert(found)
  if (entry === null || !matches(entry)) return
  if (!(yield* tryUnlink(entry.path))) yield* deleteFile(found)
}

/** Deletes the entry the way of a single delete. For example, the entry may have moved since it was listed. */
function* deleteFile(found: FoundFile): Work<void> {
  const file = fileOfFound(found)
  yield* withErrorContext('delete', file, deleteEntry(file))
}

/** Returns false if that fails. */
function* tryUnlink(path: string): Work<boolean> {
  try {
    yield* unlink(path)
    return true
  } catch {
    return false
  }
}
