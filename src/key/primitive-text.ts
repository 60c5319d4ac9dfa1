/** Text of a primitive; `undefined` for objects, functions and symbols. */
export function primitiveText(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : `${value}`
  if (typeof value === 'bigint') return `${value}n`
  return value === null || value === undefined || typeof value === 'boolean' ? `${value}` : undefined
}

// JSON escapes lone surrogates too, so that a text survives UTF-8, on disk and under SHA-256. Plain ASCII without quote
// or backslash needs no escape, and looking for it is several times faster.
const NEEDS_ESCAPE = /[^ !#-[\]-~]/

export function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}
