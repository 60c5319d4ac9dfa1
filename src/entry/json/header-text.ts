// The header of an entry as JSON. The text of an entry begins with it.

import { StoreError } from '../../errors.ts'
import { findWrongField } from '../check-header.ts'
import type { EntryHeader, EntrySpans } from '../entry.ts'
import type { JsonObject } from './check-json.ts'

/**
 * The version of the format. It increases when older readers cannot read the new text. In format 1 the checksum is a SHA-256. The
 * text of an entry without a checksum has format 1 as well, so that older readers can read it.
 */
export type Format = 1 | 2

/** Returns the JSON of the header without the closing brace. */
export function headerText(header: EntryHeader, format: Format): string {
  const { key, storedAt, version, tags, duration, staleDuration, staleIfError } = header
  const members = {
    cachetta: format,
    key,
    storedAt,
    version,
    tags: tags.length > 0 ? tags : undefined,
    duration: toSpanJson(duration),
    staleDuration: toSpanJson(staleDuration),
    staleIfError: toSpanJson(staleIfError),
  }
  return JSON.stringify(members).slice(0, -1)
}

const spanNames = ['duration', 'staleDuration', 'staleIfError'] as const

/** JSON has no `Infinity`. */
function toSpanJson(span: number | undefined): number | string | undefined {
  return span === Number.POSITIVE_INFINITY ? 'Infinity' : span
}

/** Reads the header from parsed JSON. Throws `StoreError` for a header that `headerText` does not write. */
export function readHeader(json: JsonObject): EntryHeader {
  const { cachetta, key, storedAt, version, tags = [] } = json
  toFormat(cachetta)
  const header = { key, storedAt, tags, ...readSpans(json), ...(version !== undefined && { version }) }
  if (findWrongField(header)) throwDamaged('has an invalid header')
  return header as EntryHeader // it has no wrong field
}

/** Throws `StoreError` for a format of a later version. */
export function toFormat(format: unknown): Format {
  if (format === 1 || format === 2) return format
  return throwDamaged(`has the format ${String(format)}; this version of Cachetta reads 1 and 2`)
}

function readSpans(json: JsonObject): Partial<Record<keyof EntrySpans, unknown>> {
  const spans: { -readonly [Name in keyof EntrySpans]?: unknown } = {}
  for (const name of spanNames) {
    if (json[name] !== undefined) spans[name] = json[name] === 'Infinity' ? Number.POSITIVE_INFINITY : json[name]
  }
  return spans
}

/** Throws for a text that is not that of an entry. */
export function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry ${reason}`)
}
