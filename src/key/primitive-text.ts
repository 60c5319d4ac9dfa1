/** Text of a primitive; `undefined` for objects, functions and symbols. */
export function primitiveText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return value === 0 && 1 / value < 0 ? '-0' : `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'undefined'
    case 'bigint':
      return `${value}n`
    default:
      return value === null ? 'null' : undefined
  }
}

// JSON escapes lone surrogates too, so that a text survives UTF-8, on disk and under SHA-256. Plain ASCII without quote
// or backslash needs no escape, and looking for it is several times faster.
const NEEDS_ESCAPE = /[^ !#-[\]-~]/

export function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}
