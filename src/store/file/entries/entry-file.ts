import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../../entry/entry.ts'
import { decodeEntry, decodeHeader } from '../../../entry/text.ts'
import { StoreError } from '../../../errors.ts'
import { isUnfindable } from '../system/errors.ts'
import type { FileText } from '../system/read-file.ts'
import { readBeginning, readWhole } from '../system/read-file.ts'
import type { Work } from '../system/sync-or-async.ts'

/** What a file's beginning tells of the entry in it. */
export interface EntryFile extends EntryHeader {
  readonly size: number
  readonly changedAt: number
  readonly usedAt: number
}

/** Reads the entry in `file`, `null` where there is no file, or where it is a stranger's whose name happens to be the same. */
export function* readEntry(file: string, key: string, types: AllowedTypes, noteUse: boolean): Work<Entry | null> {
  const found = yield* ifThere(readWhole(file, noteUse))
  if (found === null) return null
  const entry = decodeEntry(found.text, types)
  return entry.key === key ? { ...entry, datedAt: Math.floor(found.changedAt) } : null
}

/** Reads no more than tells the header; `null` where there is no file. */
export function* readHeader(file: string): Work<EntryFile | null> {
  const found = yield* ifThere(readBeginning(file, hasHeader))
  if (found === null) return null
  const { text, size, changedAt, usedAt } = found
  const header = decodeHeader(text)
  if (header === 'incomplete') throw new StoreError('DAMAGED', `${file} ends before its header does`, { path: file })
  return { ...header, datedAt: Math.floor(changedAt), size, changedAt, usedAt }
}

function hasHeader(beginning: string): boolean {
  return decodeHeader(beginning) !== 'incomplete'
}

function* ifThere(reading: Work<FileText>): Work<FileText | null> {
  try {
    return yield* reading
  } catch (error) {
    if (isUnfindable(error)) return null
    throw error
  }
}
