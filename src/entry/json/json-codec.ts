// Converts an entry to one JSON text, which `cat` and `jq` can show, and back.
//
//     in    an entry, and the types that the cache allows
//     out   its text, and from a text the entry or its header
//     by    header-text.ts (the header), value-text.ts (the value), checksum.ts, parse-json.ts (bounds a text before it is parsed),
//           check-json.ts (checks what JSON.parse returns)
//
// The header is the first line, so it can be read without the value:
//
//   {"cachetta":2,"key":"1","storedAt":1700000000000,"version":2,"tags":["user:1"],"checksum":"<8 hex digits>",
//   "value":{"id":1,"since":"2020-01-01T00:00:00.000Z"},
//   "meta":{"values":{"since":["Date"]},"v":1}}
//
// `version`, `tags`, `meta`, and the spans `duration`, `staleDuration` and `staleIfError` occur only if there are any. The checksum
// covers everything else, including the header, so halves of two valid entries do not form a valid entry.

import { CachettaError, StoreError } from '../../errors.ts'
import type { AllowedTypes } from '../allowed-types.ts'
import { checkHeader } from '../check-header.ts'
import type { Entry, EntryHeader } from '../entry.ts'
import type { JsonObject, JsonSize } from './check-json.ts'
import { checkJson, maxJsonDepth } from './check-json.ts'
import { checksumLength, checksumOf } from './checksum.ts'
import type { Format } from './header-text.ts'
import { headerText, readHeader, throwDamaged, toFormat } from './header-text.ts'
import { checkDuplicateKeys, measureText } from './parse-json.ts'
import { readValue, writeValue } from './value-text.ts'

const textStart = '{"cachetta":'
const beforeChecksum = ',"checksum":"'
const afterChecksum = '",\n"value":'
const textEnd = '}\n'

/** JSON.parse needs little time and memory for a text of this length, whatever is in it. */
const shortText = 2 ** 16

/** The entry itself is one level of its text. */
export const maxTextLevels: number = maxJsonDepth + 1

/**
 * Converts an entry to a text with a checksum, for a store that keeps texts. The text holds everything except `datedAt`.
 *
 * @throws {UnsafeTypeError} when the entry would change if it were stored and read: its value, or a number of its header that is no
 * instant or no span. The message names the place.
 *
 * @example
 * ```ts
 * import { type Address, type AllowedTypes, type Entry, encodeEntry } from 'cachetta'
 *
 * const texts = new Map<string, string>()
 *
 * export async function set({ path, key }: Address, entry: Entry, types: AllowedTypes): Promise<void> {
 *   texts.set(`${path} ${key}`, encodeEntry(entry, types))
 * }
 * ```
 */
export function encodeEntry(entry: Entry, types: AllowedTypes): string {
  return addChecksum(writeEntry(entry, types))
}

/** The parts of the text of an entry whose checksum is not computed yet. */
export interface TextWithoutChecksum {
  /** The header without its closing brace. */
  readonly header: string
  /** The value, and its annotations if it has any. */
  readonly value: string
}

/** Writes an entry. Throws like `encodeEntry`. A later change of the value does not change the text. */
export function writeEntry(entry: Entry, types: AllowedTypes): TextWithoutChecksum {
  checkHeader(entry)
  return { header: headerText(entry, 2), value: writeValue(entry.value, types) }
}

/** Returns the whole text. */
export function addChecksum({ header, value }: TextWithoutChecksum): string {
  const before = header + beforeChecksum
  return before + checksumOf([before, afterChecksum, value, textEnd], 2) + afterChecksum + value + textEnd
}

/** Returns the size of the whole text in bytes of UTF-8. */
export function sizeOfText({ header, value }: TextWithoutChecksum, countBytes: (text: string) => number): number {
  const known = beforeChecksum.length + checksumLength + afterChecksum.length + textEnd.length
  return countBytes(header) + known + countBytes(value)
}

/**
 * Restores the entry from a text of `encodeEntry`.
 *
 * @throws {UnsafeTypeError} when the text has a type that `types` does not list, or a key that could change a prototype.
 * @throws {StoreError} when the text differs from what `encodeEntry` writes in any other way. Its code is `DAMAGED`.
 *
 * @example
 * ```ts
 * import { type Address, type AllowedTypes, decodeEntry, type Entry } from 'cachetta'
 *
 * const texts = new Map<string, string>()
 *
 * export async function get({ path, key }: Address, types: AllowedTypes): Promise<Entry | null> {
 *   const text = texts.get(`${path} ${key}`)
 *   return text === undefined ? null : decodeEntry(text, types)
 * }
 * ```
 */
export function decodeEntry(text: string, types: AllowedTypes): Entry {
  const steps = decodeInSteps(text, types)
  let next = steps.next()
  while (!next.done) next = steps.next()
  return next.value
}

/**
 * Does the same as `decodeEntry` in several steps. No step takes much longer than JSON.parse, so a caller that pauses between them
 * does not block the event loop for longer.
 */
export function* decodeInSteps(text: string, types: AllowedTypes): Generator<void, Entry, void> {
  try {
    checkStart(text)
    checkChecksum(text)
    yield
    const textSize = text.length > shortText ? measureText(text, maxTextLevels) : undefined
    yield
    const json: JsonObject = JSON.parse(text)
    yield
    const size = checkJson(json)
    const isAsWritten = size.length + countLineFeeds(json) === text.length
    if (!isAsWritten) checkDuplicateKeys(textSize ?? measureText(text, maxTextLevels), size.members)
    return reviveCheckedEntry(json, types, size)
  } catch (error) {
    throw toDamagedError(error)
  }
}

/**
 * Reads the header from the first part of a text, which must include the first line feed. Otherwise returns `'incomplete'`. Does
 * not compare the checksum, because it covers the value, too. Throws `StoreError` for a text that is not an entry.
 */
export function decodeHeader(firstPart: string): EntryHeader | 'incomplete' {
  try {
    checkStart(firstPart)
    const end = firstPart.indexOf('\n')
    // A crash can leave a file that ends with millions of zeros. The search for the line feed must not go on in them.
    if (end < 0 && firstPart.includes('\0')) throwDamaged('is damaged: its header contains a zero')
    if (end < 0) return 'incomplete'
    const text = `${firstPart.slice(0, end - 1)}}`
    const textSize = text.length > shortText ? measureText(text, maxTextLevels) : undefined
    const json: JsonObject = JSON.parse(text)
    const header = readHeader(json)
    if (isAsWritten(header, json, text)) return header
    const size = checkJson(json)
    if (size.length !== text.length) checkDuplicateKeys(textSize ?? measureText(text, maxTextLevels), size.members)
    return header
  } catch (error) {
    throw toDamagedError(error)
  }
}

/**
 * Reads the header of an entry from a text of `encodeEntry`, without its value. The first line of the text is enough, with its line
 * feed. Needs no `AllowedTypes`, so it also reads the header of a value whose class this program does not know. Does not compare the
 * checksum, because it covers the value, too.
 *
 * @throws {StoreError} when `encodeEntry` writes no such header. Its code is `DAMAGED`.
 *
 * @example
 * ```ts
 * import { type Address, decodeEntryHeader, type EntryStat } from 'cachetta'
 *
 * const texts = new Map<string, string>()
 *
 * export async function stat(address: Address): Promise<EntryStat | null> {
 *   const path = `${address.path} ${address.key}`
 *   const text = texts.get(path)
 *   return text === undefined ? null : { ...decodeEntryHeader(text), address, path, size: text.length }
 * }
 * ```
 */
export function decodeEntryHeader(text: string): EntryHeader {
  const header = decodeHeader(text)
  return header === 'incomplete' ? throwDamaged('is damaged: it ends in its header') : header
}

/** Converts an entry to JSON in one line, without a checksum. Throws like `encodeEntry`. */
export function stringifyEntry(entry: Entry, types: AllowedTypes): string {
  checkHeader(entry)
  return `${headerText(entry, 1)},"value":${writeValue(entry.value, types)}}`
}

/** Restores the entry from the parsed JSON of an entry, without a look at the checksum. Throws like `decodeEntry`. */
export function reviveEntry(json: JsonObject, types: AllowedTypes): Entry {
  return reviveCheckedEntry(json, types, checkJson(json))
}

function reviveCheckedEntry(json: JsonObject, types: AllowedTypes, { depth }: JsonSize): Entry {
  const header = readHeader(json)
  return { ...header, value: readValue(json, types, depth) }
}

/** True if `encodeEntry` writes this header with this text. Then nothing else is in the text, and it needs no other check. */
function isAsWritten(header: EntryHeader, { cachetta, checksum }: JsonObject, text: string): boolean {
  return text === `${headerText(header, toFormat(cachetta))}${beforeChecksum}${String(checksum)}"}`
}

/** Throws for a text that cannot be an entry, by its first characters. */
function checkStart(text: string): void {
  if (!text.startsWith(textStart) && !textStart.startsWith(text)) throwDamaged('is not from Cachetta')
}

/** Throws unless the checksum at the end of the first line is that of everything else in the text. */
function checkChecksum(text: string): void {
  const end = text.indexOf(afterChecksum)
  if (end < 0) throwDamaged('has no value')
  const before = text.slice(0, text.lastIndexOf('"', end - 1) + 1)
  if (!before.endsWith(beforeChecksum)) throwDamaged('has no checksum')
  const checksum = checksumOf([before, text.slice(end)], formatOf(text))
  if (text.slice(before.length, end) !== checksum) throwDamaged('does not match its checksum')
}

function formatOf(text: string): Format {
  return toFormat(Number(text.slice(textStart.length, text.indexOf(','))))
}

/** The number of line feeds that `encodeEntry` writes. */
function countLineFeeds({ meta }: JsonObject): number {
  return meta === undefined ? 2 : 3
}

/** Returns the error itself if it is one of this package, else a `StoreError` with the code `DAMAGED`. */
function toDamagedError(error: unknown): CachettaError {
  if (error instanceof CachettaError) return error
  return new StoreError('DAMAGED', `the entry is damaged: ${String(error)}`, { cause: error })
}
