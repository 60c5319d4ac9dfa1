import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../../entry/entry.ts'
import { decodeHeader, decodeInSteps } from '../../../entry/json/json-codec.ts'
import { StoreError } from '../../../errors.ts'
import type { Work } from '../../sync-or-async.ts'
import { isNotFoundOrTooLong } from '../system/errors.ts'
import type { FileContent } from '../system/read-file.ts'
import { readFile, readFileUntil } from '../system/read-file.ts'
import { yieldToLoop } from '../system/yield-to-loop.ts'

/** The header of the entry in a file, and what the system says about the file. */
export interface FileHeader extends EntryHeader {
  /** The size of the file in bytes. */
  readonly size: number
  /** In epoch milliseconds. */
  readonly modifiedAt: number
  /** In epoch milliseconds. */
  readonly accessedAt: number
}

/**
 * Reads the entry in `file`. Returns `null` if there is no file, or if it belongs to another key whose file has the same name by
 * chance. With `marksUse`, eviction counts the read as a use.
 */
export function* readEntry(file: string, key: string, types: AllowedTypes, marksUse: boolean): Work<Entry | null> {
  const content = yield* nullIfNotFound(readFile(file, { marksUse }))
  if (content === null) return null
  const entry = yield* decode(content.text, types)
  return entry.key === key ? { ...entry, datedAt: Math.floor(content.modifiedAt) } : null
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
  const content = yield* nullIfNotFound(readFileUntil(file, hasHeader))
  if (content === null) return null
  const { text, size, modifiedAt, accessedAt } = content
  const header = decodeHeader(text)
  if (header === 'incomplete') {
    throw new StoreError('DAMAGED', `${file} is damaged: it ends within its header`, { path: file })
  }
  return { ...header, datedAt: Math.floor(modifiedAt), size, modifiedAt, accessedAt }
}

/** Like `readHeader`, but returns `null` for a file that is not an entry or that cannot be read: a search must not fail on it. */
export function* tryReadHeader(path: string): Work<FileHeader | null> {
  try {
    return yield* readHeader(resolve(path))
  } catch {
    return null
  }
}

function hasHeader(beginning: string): boolean {
  return decodeHeader(beginning) !== 'incomplete'
}

function* nullIfNotFound(reading: Work<FileContent>): Work<FileContent | null> {
  try {
    return yield* reading
  } catch (error) {
    if (isNotFoundOrTooLong(error)) return null
    throw error
  }
}
