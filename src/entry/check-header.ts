import { describeValue, UnsafeTypeError } from '../errors.ts'
import type { EntryHeader } from './entry.ts'

type Check = (value: unknown) => boolean

const isInstant: Check = (value) => Number.isFinite(value)
const isText: Check = (value) => typeof value === 'string'

/** `Infinity` is a span. */
const isSpan: Check = (value) => value === undefined || (typeof value === 'number' && value >= 0)

const checks: { readonly [Name in keyof EntryHeader]-?: Check } = {
  key: isText,
  storedAt: isInstant,
  datedAt: (value) => value === undefined || isInstant(value),
  version: (value) => value === undefined || isText(value) || isInstant(value),
  tags: (value) => Array.isArray(value) && value.every(isText),
  duration: isSpan,
  staleDuration: isSpan,
  staleIfError: isSpan,
}

const headerFields = Object.keys(checks) as readonly (keyof EntryHeader)[]

/** Returns the name of a field that no header of an entry has with this value; `undefined` if `header` is a header. */
export function findWrongField(header: Partial<Record<keyof EntryHeader, unknown>>): keyof EntryHeader | undefined {
  return headerFields.find((name) => !checks[name](header[name]))
}

/** Throws `UnsafeTypeError` for a header that no read would accept. Each store calls this before it stores an entry. */
export function checkHeader(header: EntryHeader): void {
  const wrong = findWrongField(header)
  if (wrong) throw new UnsafeTypeError(`${wrong}: ${describeValue(header[wrong])} cannot be stored`)
}
