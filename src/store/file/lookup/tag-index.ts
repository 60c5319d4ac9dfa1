// Entries that a path function names lie anywhere, so for them, and them alone, an index tells which files carry a tag: one
// small record per tag and file. A record is written before its entry, and may be wrong afterwards: the entry is what counts.

import { join, relative, resolve } from 'node:path'
import type { Address } from '../../../key/address.ts'
import { hashText } from '../../../key/hash.ts'
import type { EntryStat } from '../../store.ts'
import { isTemporary, temporaryName } from '../entries/temporary-name.ts'
import { inDirectoryOf, replaceWith } from '../entries/write-atomically.ts'
import { isMissing } from '../system/errors.ts'
import { readWhole } from '../system/read-file.ts'
import type { Search, Work } from '../system/sync-or-async.ts'
import { sift } from '../system/sync-or-async.ts'
import { remove, utimes } from '../system/system-calls.ts'
import { entryStat, readIfEntry } from './list.ts'
import { filesUnder } from './walk.ts'

export interface TagIndex {
  /** Notes that the entry about to be written at `address` carries these tags. */
  note(address: Address, tags: readonly string[]): Work<void>
  /** Finds the noted entries that still carry `tag`; removes the records of those that do not. */
  find(tag: string): Search<EntryStat>
}

interface TagRecord {
  readonly tag: string
  /** The entry's path as the cache has it. */
  readonly path: string
  /** The entry's file as seen from the index, so that a project can be moved. */
  readonly file: string
}

/** A younger record, in milliseconds, may be of an entry that is just being written. */
const settled = 60_000

export function createTagIndex(tagsPath: string): TagIndex {
  return {
    *note(address, tags) {
      for (const tag of tags) yield* note(resolve(tagsPath), tag, address.path)
    },
    find(tag) {
      const index = resolve(tagsPath)
      return sift(filesUnder(`${directoryOf(index, tag)}/`), ({ path }) => entryOf(index, tag, path))
    },
  }
}

/** Touches the record that is there, or writes it: either way it is young when its entry is written. */
function* note(index: string, tag: string, path: string): Work<void> {
  const file = resolve(path)
  const record = join(directoryOf(index, tag), `${hashText(file)}.json`)
  const now = new Date()
  try {
    yield* utimes(record, now, now)
  } catch (error) {
    if (!isMissing(error)) throw error
    const content: TagRecord = { tag, path, file: relative(index, file) }
    const text = `${JSON.stringify(content)}\n`
    const always = { durable: false, mayReplace: () => true }
    yield* inDirectoryOf(record, () => replaceWith(record, temporaryName(record), text, always))
  }
}

function* entryOf(index: string, tag: string, recordPath: string): Work<EntryStat | null> {
  if (isTemporary(recordPath)) return null
  const { text, changedAt } = yield* readWhole(recordPath, false)
  const record = parsed(text)
  if (record === undefined) return null
  const file = resolve(index, record.file)
  const path = resolve(record.path) === file ? record.path : file
  const found = yield* readIfEntry(file)
  if (found?.tags.includes(tag)) return entryStat({ path, key: found.key, exact: true }, path, found)
  if (Date.now() - changedAt > settled) yield* remove(recordPath)
  return null
}

function directoryOf(index: string, tag: string): string {
  return join(index, hashText(tag))
}

function parsed(text: string): TagRecord | undefined {
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
