import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../../entry/entry.ts'
import { decodeHeader, decodeInSteps } from '../../../entry/json/json-codec.ts'
import { StoreError } from '../../../errors.ts'
import { displacedFileOf } from '../../../key/reserved-names.ts'
import type { Work } from '../../sync-or-async.ts'
import { briefStep } from '../../sync-or-async.ts'
import { codeOf, isNotFoundOrTooLong } from '../system/errors.ts'
import type { FileContent } from '../system/read-file.ts'
import { readFile, readFileUntil, tryReadBeginning } from '../system/read-file.ts'
import { yieldToLoop } from '../system/yield-to-loop.ts'
import { toDatedAt } from './file-date.ts'

/** The header of the entry in a file, and what the system says about the file. */
export interface FileHeader extends EntryHeader {
  readonly datedAt: number
  /** The size of the file in bytes. */
  readonly size: number
  /** In epoch milliseconds. */
  readonly modifiedAt: number
  /** In epoch milliseconds. */
  readonly accessedAt: number
  /** True if the entry is in the file beside the directory that has its name. */
  readonly isDisplaced: boolean
}

/**
 * Reads the entry in `file`. Returns `null` if there is no file, or if it belongs to another key whose file has the same name by
 * chance. With `marksUse`, eviction counts the read as a use.
 */
export function* readEntry(file: string, key: string, types: AllowedTypes, marksUse: boolean): Work<Entry | null> {
  const content = yield* readPlaces(file, (place) => readFile(place, { marksUse }))
  if (content === null) return null
  const entry = yield* decode(content.text, types)
  return entry.key === key ? { ...entry, datedAt: toDatedAt(entry.storedAt, content.modifiedAt) } : null
}

function* decode(text: string, types: AllowedTypes): Work<Entry> {
  const steps = decodeInSteps(text, types)
  for (;;) {
    yield* yieldToLoop(text)
    const next = steps.next()
    if (next.done) return next.value
  }
}

/** Reads only as much of `file` as the header needs. Returns `null` if there is no file. */
export function* readHeader(file: string): Work<FileHeader | null> {
  const found = yield* briefStep(
    () => tryReadHeaderAtOnce(file),
    () => undefined,
  )
  if (found !== undefined) return found
  const content = yield* readPlaces(resolve(file), (place) => readFileUntil(place, hasHeader))
  if (content === null) return null
  const header = decodeHeader(content.text)
  if (header === 'incomplete') {
    throw new StoreError('DAMAGED', `${file} is damaged: it ends within its header`, { path: file })
  }
  return toFileHeader(header, content, content.isDisplaced)
}

/** Does so without steps. Returns `undefined` for a file that has no header in its beginning, or that cannot be read at once. */
export function tryReadHeaderAtOnce(file: string): FileHeader | undefined {
  const beginning = tryReadBeginning(file)
  if (beginning === undefined) return undefined
  try {
    const header = decodeHeader(beginning.text)
    return header === 'incomplete' ? undefined : toFileHeader(header, beginning, false)
  } catch {
    return undefined
  }
}

/** Names each field: copying the rest of an object takes longer than reading the file. */
export function toFileHeader(header: EntryHeader, content: FileContent, isDisplaced: boolean): FileHeader {
  const { key, storedAt, tags, version, duration, staleDuration, staleIfError } = header
  const { size, modifiedAt, accessedAt } = content
  const datedAt = toDatedAt(storedAt, modifiedAt)
  const found = { key, storedAt, tags, datedAt, size, modifiedAt, accessedAt, isDisplaced }
  if ((version ?? duration ?? staleDuration ?? staleIfError) === undefined) return found
  return Object.assign(header, found)
}

/** Like `readHeader`, but returns `null` for a file that is not an entry or that cannot be read: a search must not fail on it. */
export function* tryReadHeader(path: string): Work<FileHeader | null> {
  try {
    return yield* readHeader(path)
  } catch {
    return null
  }
}

/** True if the file is an entry, and is at this very place. */
export function* isEntryFile(file: string): Work<boolean> {
  const header = yield* tryReadHeader(file)
  return header !== null && !header.isDisplaced
}

function hasHeader(beginning: string): boolean {
  return decodeHeader(beginning) !== 'incomplete'
}

/** Reads the file of an entry. If a directory has its name, reads the file beside the directory. */
function* readPlaces(
  file: string,
  read: (place: string) => Work<FileContent>,
): Work<(FileContent & Pick<FileHeader, 'isDisplaced'>) | null> {
  try {
    const content = yield* nullIfNotFound(read(file))
    return content && { ...content, isDisplaced: false }
  } catch (error) {
    if (codeOf(error) !== 'EISDIR') throw error
  }
  const content = yield* nullIfNotFound(read(displacedFileOf(file)))
  return content && { ...content, isDisplaced: true }
}

function* nullIfNotFound(reading: Work<FileContent>): Work<FileContent | null> {
  try {
    return yield* reading
  } catch (error) {
    if (isNotFoundOrTooLong(error)) return null
    throw error
  }
}
