// An entry as one JSON text, for cat and jq. The header is the first line, so that it can be read without the value:
//
//   {"cachetta":1,"key":"1","storedAt":1700000000000,"version":2,"tags":["user:1"],"checksum":"<64 hex digits>",
//   "value":{"id":1,"since":"2020-01-01T00:00:00.000Z"},
//   "meta":{"values":{"since":["Date"]},"v":1}}
//
// `version`, `tags` and `meta` stand there only when there are any. The checksum is taken over everything else, header
// included: two halves of two good entries make no third.

import { sha256 } from '#sha256'
import { CachettaError, StoreError, UnsafeTypeError } from '../errors.ts'
import type { AllowedTypes } from './allowed-types.ts'
import { annotate, revive } from './annotate.ts'
import type { Entry, EntryHeader } from './entry.ts'
import { checkBeginning, damaged, headerOf, headerText } from './header.ts'
import { checkParsed } from './parsed.ts'
import { isPlainJson } from './plain.ts'

/** Between the header's other members and the checksum; between the checksum and the value. */
const beforeChecksum = ',"checksum":"'
const afterChecksum = '",\n"value":'
const digits = 64

/** Writes an entry, all but `datedAt`. Throws `UnsafeTypeError`, which names the place, for a value that could not come back. */
export function encodeEntry(entry: Entry, types: AllowedTypes): string {
  const before = headerText(entry) + beforeChecksum
  const after = `${afterChecksum}${valueText(entry.value, types)}}\n`
  return before + sha256(before + after) + after
}

/**
 * Reads what `encodeEntry` wrote. Throws `UnsafeTypeError` for types and keys that are not allowed, and `StoreError`
 * (`DAMAGED`) for everything else that `encodeEntry` would not have written.
 */
export function decodeEntry(text: string, types: AllowedTypes): Entry {
  return orDamaged(() => {
    checkBeginning(text)
    const checksum = checksumOf(text)
    const envelope: Envelope = JSON.parse(text)
    if (envelope['checksum'] !== checksum) damaged('does not fit its checksum')
    return entryIn(envelope, types)
  })
}

/**
 * Reads the header alone, from the beginning of a text: the first line, up to and including its line feed. Answers
 * `'incomplete'` where that is not all there yet. The checksum covers the value too, so it is not compared here.
 */
export function decodeHeader(head: string): EntryHeader | 'incomplete' {
  return orDamaged(() => {
    checkBeginning(head)
    const end = head.indexOf('\n')
    if (end < 0) return 'incomplete'
    return headerOf(JSON.parse(`${head.slice(0, end - 1)}}`))
  })
}

/** The entry in what JSON.parse gave, whatever that is. Throws as `decodeEntry` does, and compares no checksum. */
export function entryIn(envelope: Envelope, types: AllowedTypes): Entry {
  checkParsed(envelope)
  const { value, meta } = envelope
  return { ...headerOf(envelope), value: meta === undefined ? value : revive({ json: value, meta }, types) }
}

/** The members of an entry's text, in one line and without a checksum. Throws like `encodeEntry`. */
export function membersText(entry: Entry, types: AllowedTypes): string {
  return `${headerText(entry)},"value":${valueText(entry.value, types)}}`
}

export type Envelope = Readonly<Record<string, unknown>>

function valueText(value: unknown, types: AllowedTypes): string {
  try {
    if (isPlainJson(value)) return JSON.stringify(value)
    const { json, meta } = annotate(value, types)
    return meta === undefined ? JSON.stringify(json) : `${JSON.stringify(json)},\n"meta":${JSON.stringify(meta)}`
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    throw new UnsafeTypeError(`value: it cannot be written: ${String(cause)}`, { cause })
  }
}

/** The checksum that the text should hold: over all but the digits themselves, at the end of the first line. */
function checksumOf(text: string): string {
  const end = text.indexOf(afterChecksum)
  if (end < digits) damaged('has no value')
  return sha256(text.slice(0, end - digits) + text.slice(end))
}

function orDamaged<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    throw new StoreError('DAMAGED', `the entry is damaged: ${String(cause)}`, { cause })
  }
}
