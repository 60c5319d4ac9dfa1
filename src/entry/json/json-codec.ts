// Converts an entry to one JSON text, which `cat` and `jq` can show, and back.
//
//     in    an entry, and the types that the cache allows
//     out   its text, and from a text the entry or its header
//     by    value-codec.ts (values that are not plain JSON), check-json.ts (checks what JSON.parse returns)
//
// The header is the first line, so it can be read without the value:
//
//   {"cachetta":1,"key":"1","storedAt":1700000000000,"version":2,"tags":["user:1"],"checksum":"<64 hex digits>",
//   "value":{"id":1,"since":"2020-01-01T00:00:00.000Z"},
//   "meta":{"values":{"since":["Date"]},"v":1}}
//
// `version`, `tags`, `meta`, and the spans `duration`, `staleDuration` and `staleIfError` occur only if there are any. The checksum covers everything else, including the header, so halves
// of two valid entries do not form a valid entry.

import { sha256 } from '#sha256'
import { CachettaError, isCachettaError, messageOf, StoreError, UnsafeTypeError } from '../../errors.ts'
import type { AllowedTypes } from '../allowed-types.ts'
import type { Entry, EntryHeader, EntrySpans } from '../entry.ts'
import { isPlainJson } from '../plain-json.ts'
import type { JsonObject } from './check-json.ts'
import { checkJson } from './check-json.ts'
import { reviveValue, serializeValue } from './value-codec.ts'

/** The version of the format. It increases when older readers cannot read the new text. */
const format = 1

const textStart = '{"cachetta":'
const beforeChecksum = ',"checksum":"'
const afterChecksum = '",\n"value":'
const checksumLength = 64

/**
 * Converts an entry to a text with a checksum, for a store that keeps texts. The text holds everything except `datedAt`.
 *
 * @throws {UnsafeTypeError} when the value would change if it were stored and read. The message names the place in the value.
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
  const before = headerText(entry) + beforeChecksum
  const after = `${afterChecksum}${valueText(entry.value, types)}}\n`
  return before + sha256(before + after) + after
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
  return withDamagedError(() => {
    checkStart(text)
    const checksum = computeChecksum(text)
    const json: JsonObject = JSON.parse(text)
    if (json['checksum'] !== checksum) throwDamaged('does not match its checksum')
    return reviveEntry(json, types)
  })
}

/**
 * Reads the header from the first part of a text, which must include the first line feed. Otherwise returns `'incomplete'`. Does
 * not compare the checksum, because it covers the value, too. Throws `StoreError` for a text that is not an entry.
 */
export function decodeHeader(firstPart: string): EntryHeader | 'incomplete' {
  return withDamagedError(() => {
    checkStart(firstPart)
    const end = firstPart.indexOf('\n')
    if (end < 0) return 'incomplete'
    return readHeader(JSON.parse(`${firstPart.slice(0, end - 1)}}`))
  })
}

/** Converts an entry to JSON in one line, without a checksum. Throws like `encodeEntry`. */
export function stringifyEntry(entry: Entry, types: AllowedTypes): string {
  return `${headerText(entry)},"value":${valueText(entry.value, types)}}`
}

/** Restores the entry from the parsed JSON of an entry, without a look at the checksum. Throws like `decodeEntry`. */
export function reviveEntry(json: JsonObject, types: AllowedTypes): Entry {
  checkJson(json)
  const { value, meta } = json
  return { ...readHeader(json), value: meta === undefined ? value : reviveValue({ json: value, meta }, types) }
}

/** Returns the JSON of the header without the closing brace. */
function headerText({ key, storedAt, version, tags, ...header }: EntryHeader): string {
  const spans = Object.fromEntries(spanNames.map((name) => [name, toSpanJson(header[name])]))
  const members = { cachetta: format, key, storedAt, version, tags: tags.length > 0 ? tags : undefined, ...spans }
  return JSON.stringify(members).slice(0, -1)
}

const spanNames = ['duration', 'staleDuration', 'staleIfError'] as const

/** JSON has no `Infinity`. */
function toSpanJson(span: number | undefined): number | string | undefined {
  return span === Number.POSITIVE_INFINITY ? 'Infinity' : span
}

function valueText(value: unknown, types: AllowedTypes): string {
  try {
    if (isPlainJson(value)) return JSON.stringify(value)
    const { json, meta } = serializeValue(value, types)
    return meta === undefined ? JSON.stringify(json) : `${JSON.stringify(json)},\n"meta":${JSON.stringify(meta)}`
  } catch (cause) {
    if (isCachettaError(cause) && cause.code === 'UNSAFE_TYPE') throw cause
    throw new UnsafeTypeError(`value: it cannot be written as JSON (${messageOf(cause)}); store another value`, {
      cause,
    })
  }
}

/** Throws for a text that cannot be an entry, by its first characters. */
function checkStart(text: string): void {
  if (!textStart.startsWith(text.slice(0, textStart.length))) throwDamaged('is not from Cachetta')
}

/** Computes the checksum of a text over everything except the digits of the checksum at the end of the first line. */
function computeChecksum(text: string): string {
  const end = text.indexOf(afterChecksum)
  if (end < checksumLength) throwDamaged('has no value')
  return sha256(text.slice(0, end - checksumLength) + text.slice(end))
}

/** Reads the header from parsed JSON. Throws `StoreError` for a header that `headerText` does not write. */
function readHeader(json: JsonObject): EntryHeader {
  const { cachetta, key, storedAt, version, tags = [] } = json
  if (cachetta !== format) throwDamaged(`has the format ${String(cachetta)}; this version of Cachetta reads ${format}`)
  if (typeof key !== 'string' || typeof storedAt !== 'number' || !isTagList(tags)) throwDamaged('has an invalid header')
  const header = { key, storedAt, tags, ...readSpans(json) }
  if (version === undefined) return header
  if (typeof version !== 'string' && typeof version !== 'number') throwDamaged('has an invalid header')
  return { ...header, version }
}

function readSpans(json: JsonObject): EntrySpans {
  const spans: { -readonly [Name in keyof EntrySpans]: number } = {}
  for (const name of spanNames) {
    const span = json[name] === 'Infinity' ? Number.POSITIVE_INFINITY : json[name]
    if (span === undefined) continue
    if (typeof span !== 'number' || !(span >= 0)) throwDamaged('has an invalid header')
    spans[name] = span
  }
  return spans
}

function isTagList(tags: unknown): tags is readonly string[] {
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
}

/** Turns any other error into a `StoreError` with the code `DAMAGED`. */
function withDamagedError<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    throw new StoreError('DAMAGED', `the entry is damaged: ${String(cause)}`, { cause })
  }
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry ${reason}`)
}
