// Finds entries by tag without reading all others. Each directory with tagged entries has an index, which moves with it:
//
//   cache/users-<hash>.json                                an entry with the tags a and b
//   cache/.cachetta-tags/<hash of a>/users-<hash>.json     an empty record
//   cache/.cachetta-tags/<hash of b>/users-<hash>.json     an empty record
//   cache/.cachetta-tags/complete                          every tagged entry of the directory has its records
//
// A record is written before its entry, and it may be wrong later: what counts is the tags in the entry itself. The first record
// of a directory is written after a scan, because someone may have put files there without their records. A directory whose index
// is not complete, or was deleted, is scanned by each search.

import { basename, dirname, join } from 'node:path'
import { createFileNames } from '../../../key/file-name.ts'
import { hashText } from '../../../key/hash.ts'
import type { EntryStat } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync, step } from '../../sync-or-async.ts'
import { tryReadHeader, tryReadHeaderAtOnce } from '../entries/entry-file.ts'
import { createTemporaryName } from '../entries/temporary-file.ts'
import { createOrTouch, withDirectory, writeAtomically } from '../entries/write-atomically.ts'
import { isNotFound } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'
import { collect, filterMapMany, flatMap } from '../system/listing.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { exists, removeFile, stat } from '../system/system-calls.ts'
import type { EntryReader } from './list.ts'
import { createEntryReader } from './list.ts'
import type { FoundDirectory, FoundFile } from './walk.ts'
import { findDirectoriesAround, findFilesIn, tagDirectoryName } from './walk.ts'

/** A record is removed only at this age: the entry of a younger one may still be being written. */
export const minRecordAgeMs = 60_000

/** Records that the entry in `file`, which is written next, carries these tags. */
export function* recordTags(file: string, tags: readonly string[]): Work<void> {
  for (const tag of new Set(tags)) {
    const record = recordOf(file, tag)
    try {
      yield* createOrTouch(record)
    } catch (error) {
      if (!isNotFound(error)) throw error
      yield* completeIndex(dirname(file))
      yield* withDirectory(record, () => createOrTouch(record))
    }
  }
}

/** Lists the entries at `base` and under it that carry one of `tags`. An entry with two of them occurs twice. */
export function findTaggedAround(base: string, tags: readonly string[]): Listing<EntryStat> {
  const candidates = flatMap(findDirectoriesAround(base), (directory) => findCandidates(directory, tags))
  const names = createFileNames(base)
  const read = createEntryReader(base)
  const isOther = (file: Candidate): boolean => file.isBeside && !names.includes(file.name)
  return filterMapMany(candidates, {
    tryAtOnce(file) {
      const entry = isOther(file) ? null : read.tryAtOnce(file)
      return entry && (hasTag(entry, tags) ? entry : file.record === undefined ? null : undefined)
    },
    convert: (file) => readIfTagged(read, tags, file),
  })
}

/** Removes an old record if its entry is gone. */
export function* removeDeadRecord(record: string): Work<void> {
  const entry = join(dirname(record), '..', '..', basename(record))
  if (basename(record) === completeName || (yield* exists(entry))) return
  yield* removeIfOld(record)
}

const completeName = 'complete'

function recordOf(file: string, tag: string): string {
  return join(dirname(file), tagDirectoryName, hashText(tag), basename(file))
}

/** The scans that run now, by their directories. The writes that come meanwhile wait for the same one. */
const runningScans = new Map<string, Promise<void>>()

/** Writes the records of all entries in a directory, unless its index is complete. */
function* completeIndex(directory: string): Work<void> {
  const mark = join(directory, tagDirectoryName, completeName)
  if (yield* exists(mark)) return
  yield* step(
    () => runSync(scan(directory, mark)),
    () => shareScan(directory, mark),
  )
}

function shareScan(directory: string, mark: string): Promise<void> {
  const running = runningScans.get(directory)
  if (running) return running
  const started = runInTurns(scan(directory, mark)).finally(() => runningScans.delete(directory))
  runningScans.set(directory, started)
  return started
}

function* scan(directory: string, mark: string): Work<void> {
  yield* collect(
    filterMapMany(findFilesIn(`${directory}/`), {
      tryAtOnce({ path, isTemporary }) {
        if (isTemporary) return null
        return tryReadHeaderAtOnce(path)?.tags.length === 0 ? null : undefined
      },
      convert: recordFoundEntry,
    }),
  )
  const options = { temporaryFile: createTemporaryName(mark) }
  yield* withDirectory(mark, () => writeAtomically(mark, '', options))
}

/** Returns `null`, so that the listing collects nothing. */
function* recordFoundEntry({ path, isTemporary }: FoundFile): Work<null> {
  const header = isTemporary ? null : yield* tryReadHeader(path)
  for (const tag of header?.tags ?? []) {
    const record = recordOf(path, tag)
    yield* withDirectory(record, () => createOrTouch(record))
  }
  return null
}

interface Candidate extends FoundFile {
  /** The record that names the file. Absent if its directory was scanned. */
  readonly record?: string
}

function* findCandidates({ path, isBeside }: FoundDirectory, tags: readonly string[]): Listing<Candidate> {
  const index = `${path}${tagDirectoryName}/`
  if (!(yield* exists(`${index}${completeName}`))) return yield* findFilesIn(path, { isBeside })
  for (const tag of tags) {
    yield* flatMap(findFilesIn(`${index}${hashText(tag)}/`), function* ({ name, path: record }) {
      yield { item: { name, path: `${path}${name}`, isBeside, isTemporary: false, isLock: false, record } }
    })
  }
}

function* readIfTagged(read: EntryReader, tags: readonly string[], file: Candidate): Work<EntryStat | null> {
  const { path, record } = file
  const entry = yield* read.convert(file)
  if (hasTag(entry, tags)) return entry
  if (record !== undefined && !hasTag(yield* tryReadHeader(path), tags)) yield* removeIfOld(record)
  return null
}

function hasTag(entry: Pick<EntryStat, 'tags'> | null, tags: readonly string[]): boolean {
  return entry?.tags.some((tag) => tags.includes(tag)) === true
}

function* removeIfOld(record: string): Work<void> {
  try {
    const { mtimeMs } = yield* stat(record)
    if (Date.now() - mtimeMs > minRecordAgeMs) yield* removeFile(record)
  } catch {
    // Another process has removed it, or we may not.
  }
}
