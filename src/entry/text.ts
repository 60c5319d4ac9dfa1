import { sha256 } from '#sha256'
import { StoreError } from '../errors.ts'
import type { AllowedTypes } from './allowed-types.ts'
import type { Entry, EntryHeader } from './entry.ts'

/** Writes an entry as one JSON text: a line with the header, then the value. */
export function encodeEntry(entry: Entry, _types: AllowedTypes): string {
  const { key, storedAt, version, tags } = entry
  const header = JSON.stringify({ cachetta: 1, key, storedAt, version, tags: tags.length > 0 ? tags : undefined })
  const head = `${header.slice(0, -1)},"checksum":"`
  const tail = `",\n"value":${JSON.stringify(entry.value)}}\n`
  return `${head}${sha256(head + tail)}${tail}`
}

export function decodeEntry(text: string, _types: AllowedTypes): Entry {
  try {
    const { cachetta, checksum, tags = [], ...rest } = JSON.parse(text)
    if (cachetta !== 1) throw new Error('another format')
    if (sha256(text.replace(checksum, '')) !== checksum) throw new Error('checksum')
    return { ...rest, tags }
  } catch (cause) {
    throw new StoreError('DAMAGED', 'the entry is damaged', { cause })
  }
}

/** Reads the header alone. It ends with the first line: give at least that, or get `'incomplete'`. */
export function decodeHeader(head: string): EntryHeader | 'incomplete' {
  const end = head.indexOf('\n')
  if (end < 0) return 'incomplete'
  try {
    const { cachetta, checksum, tags = [], ...rest } = JSON.parse(`${head.slice(0, end - 1)}}`)
    return { ...rest, tags }
  } catch (cause) {
    throw new StoreError('DAMAGED', 'the entry is damaged', { cause })
  }
}
