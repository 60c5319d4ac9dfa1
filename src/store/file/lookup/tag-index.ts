// Finds entries whose path comes from a path function. They may lie anywhere, so an index tells which of their files carry a tag.
// It has one small record per tag and file. A record is written before its entry, and it may be wrong later: what counts is the
// tags in the entry itself.

import { join, relative, resolve } from 'node:path'
import type { Address } from '../../../key/address.ts'
import { fileOf } from '../../../key/file-name.ts'
import { hashText } from '../../../key/hash.ts'
import { unescapeNames } from '../../../key/reserved-names.ts'
import type { EntryStat } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { tryReadHeader } from '../entries/entry-file.ts'
import { withDirectory, writeAtomically } from '../entries/write-atomically.ts'
import { isNotFound } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'
import { filterMap } from '../system/listing.ts'
import { readFile } from '../system/read-file.ts'
import { removeFile, touch } from '../system/system-calls.ts'
import { minRecordAgeMs } from './directory-tags.ts'
import { toEntryStat } from './list.ts'
import type { FoundFile } from './walk.ts'
import { findFilesUnder } from './walk.ts'

export interface TagIndex {
  /** Records that the entry at `address`, which is written next, carries these tags. */
  add(address: Address, tags: readonly string[]): Work<void>
  /** Finds the recorded entries that still carry `tag`. Removes the records of the others. */
  find(tag: string): Listing<EntryStat>
}

interface TagRecord {
  readonly tag: string
  /** The path of the entry, as the cache gives it. */
  readonly path: string
  /** The file of the entry, relative to the index, so that a project can be moved. */
  readonly file: string
}

export function createTagIndex(tagsPath: string): TagIndex {
  return {
    *add(address, tags) {
      for (const tag of tags) yield* recordTag(resolve(tagsPath), tag, address)
    },
    find(tag) {
      const index = resolve(tagsPath)
      return filterMap(findFilesUnder(`${directoryOf(index, tag)}/`), (file) => readTaggedEntry(index, tag, file))
    },
  }
}

/** Touches the record if it exists, else writes it. Both make it young, and its entry is written next. */
function* recordTag(index: string, tag: string, address: Address): Work<void> {
  const { path } = address
  const file = resolve(fileOf(address))
  const recordFile = join(directoryOf(index, tag), `${hashText(file)}.json`)
  try {
    yield* touch(recordFile)
  } catch (error) {
    if (!isNotFound(error)) throw error
    const record: TagRecord = { tag, path, file: relative(index, file) }
    const text = `${JSON.stringify(record)}\n`
    yield* withDirectory(recordFile, () => writeAtomically(recordFile, text))
  }
}

function* readTaggedEntry(index: string, tag: string, found: FoundFile): Work<EntryStat | null> {
  if (found.isTemporary) return null
  const { text, modifiedAt } = yield* readFile(found.path)
  const record = parseRecord(text)
  if (record === undefined) return null
  const file = resolve(index, record.file)
  const header = yield* tryReadHeader(file)
  if (header?.tags.includes(tag)) return toEntryStat(...findAddress(record.path, file, header.key), header)
  if (Date.now() - modifiedAt > minRecordAgeMs) yield* removeFile(found.path)
  return null
}

/** Returns the address of an exact entry and its path. If the project has moved, the path that the cache gave is elsewhere. */
function findAddress(path: string, file: string, key: string): [Address, path: string] {
  const given: Address = { path, key, exact: true }
  return resolve(fileOf(given)) === file ? [given, fileOf(given)] : [{ ...given, path: unescapeNames(file) }, file]
}

function directoryOf(index: string, tag: string): string {
  return join(index, hashText(tag))
}

function parseRecord(text: string): TagRecord | undefined {
  try {
    const record: unknown = JSON.parse(text)
    return isTagRecord(record) ? record : undefined
  } catch {
    return undefined
  }
}

function isTagRecord(value: unknown): value is TagRecord {
  if (typeof value !== 'object' || value === null) return false
  const { tag, path, file }: Partial<Record<keyof TagRecord, unknown>> = value
  return typeof tag === 'string' && typeof path === 'string' && typeof file === 'string'
}
