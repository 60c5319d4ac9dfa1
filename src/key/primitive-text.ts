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

// Short plain ASCII needs no escapes, and looking is faster than JSON.stringify. The latter escapes lone surrogates, so
// that a text survives UTF-8, on disk and under SHA-256.
const SHORT = 40

export function quoted(text: string): string {
  if (text.length > SHORT) return JSON.stringify(text)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return JSON.stringify(text)
  }
  return `"${text}"`
}
