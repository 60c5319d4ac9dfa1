/** Returns the canonical text of a primitive, or `undefined` for an object, a function or a symbol. */
export function primitiveText(value: unknown): string | undefined {
  if (typeof value === 'string') return quotedText(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : `${value}`
  if (typeof value === 'bigint') return `${value}n`
  return value === null || value === undefined || typeof value === 'boolean' ? `${value}` : undefined
}

// Printable ASCII without quote and backslash. This test is several times faster than JSON.stringify, and most texts pass it.
const NEEDS_ESCAPE = /[^ !#-[\]-~]/

/** Returns a string in quotes. JSON also escapes lone surrogates, so the text survives UTF-8 on disk and under SHA-256. */
export function quotedText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** Up to this many texts, insertion sort is several times faster than Array.sort. Most objects have at most so many keys. */
const INSERTION_SORT_LIMIT = 8

/** Sorts in place by UTF-16 code units, in the same order under every locale. */
export function sortTexts(texts: string[]): string[] {
  if (texts.length > INSERTION_SORT_LIMIT) return texts.sort()
  for (let end = 1; end < texts.length; end++) {
    const text = texts[end] ?? ''
    let at = end
    for (; at > 0 && (texts[at - 1] ?? '') > text; at--) texts[at] = texts[at - 1] ?? ''
    texts[at] = text
  }
  return texts
}
