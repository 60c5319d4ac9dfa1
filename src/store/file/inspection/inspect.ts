// Looks at the files under a directory without a cache. A path comes in, each file goes out with what it is. find-all.ts finds the
// names, this file judges their contents, remove-inspected.ts deletes what was found.

import { resolve } from 'node:path'
import { builtInTypes } from '../../../entry/allowed-types.ts'
import { checkJson } from '../../../entry/json/check-json.ts'
import { decodeHeader, decodeInSteps } from '../../../entry/json/json-codec.ts'
import { isCachettaError, messageOf, StoreError } from '../../../errors.ts'
import { isInternalKey, isOutboxKey } from '../../../key/address.ts'
import type { EntryStat } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import type { FileHeader } from '../entries/entry-file.ts'
import { toFileHeader, tryReadHeaderAtOnce } from '../entries/entry-file.ts'
import { isAbandoned } from '../entries/temporary-file.ts'
import { hasLiveHolder } from '../lock/lock.ts'
import { statOfEntryFile } from '../lookup/list.ts'
import { codeOf, isNotFoundOrTooLong } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'
import { filterMapMany } from '../system/listing.ts'
import type { FileContent } from '../system/read-file.ts'
import { readFile, readFileUntil } from '../system/read-file.ts'
import { stat } from '../system/system-calls.ts'
import { yieldToLoop } from '../system/yield-to-loop.ts'
import type { FoundName } from './find-all.ts'
import { findAll } from './find-all.ts'
import type { InspectedEntry, InspectedFile, InspectedOther, InspectOptions } from './inspected-file.ts'

/** Yields each file at `path` and below it. */
export function inspectFiles(path: string, { values = false }: InspectOptions = {}): Listing<InspectedFile> {
  return filterMapMany(findAll(path), {
    tryAtOnce(found) {
      if (values || found.type !== 'file') return undefined
      const header = tryReadHeaderAtOnce(found.path)
      return header && toInspectedEntry(statOfEntryFile(found.path, header), header.modifiedAt)
    },
    convert: (found) => inspectName(found, values),
  })
}

function* inspectName(found: FoundName, values: boolean): Work<InspectedFile | null> {
  const { path, type, error } = found
  if (type === 'refused') return toOther('unreadable', path, error ?? '')
  if (type === 'link') return toOther('foreign', path, 'is a symbolic link')
  if (type === 'other') return toOther('foreign', path, 'is no regular file')
  try {
    return yield* type === 'file' ? inspectContent(path, values) : inspectLeftover(path, type)
  } catch (cause) {
    if (isNotFoundOrTooLong(cause) || codeOf(cause) === 'EISDIR') return null // deleted or replaced meanwhile
    return toOther(isCachettaError(cause) ? 'foreign' : 'unreadable', path, reasonOf(path, cause))
  }
}

function toOther(kind: InspectedOther['kind'], path: string, reason: string): InspectedOther {
  return { kind, path, size: 0, modifiedAt: 0, reason }
}

/** The holder of a lock, and the writer of a temporary file, may be another process, which works at this moment. */
function* inspectLeftover(path: string, type: 'temporary' | 'lock'): Work<InspectedFile> {
  const file = resolve(path)
  const { size, mtimeMs, atimeMs } = yield* stat(file)
  const isRunning =
    type === 'lock' ? yield* hasLiveHolder(file) : !isAbandoned(path, Math.max(atimeMs, mtimeMs), Date.now())
  const what = type === 'lock' ? 'is the lock' : 'is a temporary file'
  const reason = `${what} of a process that ${isRunning ? 'runs' : 'no longer runs'}`
  return { kind: isRunning ? 'running' : 'abandoned', path, size, modifiedAt: mtimeMs, reason }
}

/** Reads a file of another program only in part: it may be a long film. */
function* inspectContent(path: string, values: boolean): Work<InspectedFile> {
  const file = resolve(path)
  let content = yield* readFileUntil(file, endsHeader)
  try {
    const header = decodeHeader(content.text)
    if (header === 'incomplete') return toDamageOrForeign(path, content, 'ends within its header')
    if (!values)
      return toInspectedEntry(statOfEntryFile(path, toFileHeader(header, content, false)), content.modifiedAt)
  } catch (error) {
    return toDamageOrForeign(path, content, reasonOf(path, error))
  }
  content = yield* readFile(file)
  try {
    return toInspectedEntry(statOfEntryFile(path, yield* checkEntry(content)), content.modifiedAt)
  } catch (error) {
    return toDamageOrForeign(path, content, reasonOf(path, error))
  }
}

/** Returns the header of an entry whose checksum and value are right. The file may be another one since its beginning was read. */
function* checkEntry(content: FileContent): Work<FileHeader> {
  yield* checkValue(content.text)
  const header = decodeHeader(content.text)
  if (header === 'incomplete') throw new StoreError('DAMAGED', 'ends within its header')
  return toFileHeader(header, content, false)
}

/** True if the beginning of a file has the whole header, or a damaged one. Then nothing more of the file has to be read. */
function endsHeader(beginning: string): boolean {
  try {
    return decodeHeader(beginning) !== 'incomplete'
  } catch {
    return true
  }
}

function toInspectedEntry(entry: EntryStat, modifiedAt: number): InspectedEntry {
  const { key, path, size } = entry
  const purpose = isOutboxKey(key) ? 'outbox' : isInternalKey(key) ? 'internal' : 'value'
  return { kind: 'entry', path, size, modifiedAt, entry, purpose }
}

/** Throws for a text whose value no cache can read. A class that this process does not know is no damage. */
function* checkValue(text: string): Work<void> {
  const steps = decodeInSteps(text, builtInTypes)
  try {
    do yield* yieldToLoop(text)
    while (!steps.next().done)
  } catch (error) {
    if (!isCachettaError(error) || error.code !== 'UNSAFE_TYPE') throw error
    checkJson(JSON.parse(text))
  }
}

/** The end of a sentence that begins with the file. */
function reasonOf(path: string, error: unknown): string {
  const message = messageOf(error).replace(/^the entry /, '')
  const start = `${resolve(path)} `
  return message.startsWith(start) ? message.slice(start.length) : message
}

/** What the text of an entry has at its start, or, if these bytes are damaged, further on. */
const ownText = /^\{"cachetta":\d|"checksum":"(?:[0-9a-f]{8}|[0-9a-f]{64})"/
const otherFormat = /^\{"cachetta":(?![12],)\d+,/
const hashedName = /-[0-9a-f]{16}(?:\.[^./\\]*)?$/

/**
 * A file counts as damaged, and may then be deleted, if its text shows that Cachetta wrote it, or if it has the name of an entry and
 * no text: after a power failure, files are empty or hold zeros. A text in another format is from another version.
 */
function toDamageOrForeign(path: string, { text, size, modifiedAt }: FileContent, reason: string): InspectedFile {
  const isEmpty = /^\0*$/.test(text)
  const isOwn = isEmpty ? hashedName.test(path) : ownText.test(text) && !otherFormat.test(text)
  if (isOwn) return { kind: 'damaged', path, size, modifiedAt, reason: isEmpty ? 'is empty' : reason }
  const otherReason = otherFormat.test(text) ? reason : isEmpty ? 'is empty' : 'is not from Cachetta'
  return { kind: 'foreign', path, size, modifiedAt, reason: otherReason }
}
