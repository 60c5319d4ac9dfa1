/** Own enumerable string keys of an object with indices, without these: `tag` of an array that was given a `tag`. */
export function keysBesideIndices(indexed: object): string[] {
  const keys = Object.keys(indexed)
  // Indices come first, so the last key tells whether there is anything else.
  const last = keys.at(-1)
  return last === undefined || isIndex(last) ? [] : keys.filter((key) => !isIndex(key))
}

export function enumerableSymbol(object: object): symbol | undefined {
  const symbols = Object.getOwnPropertySymbols(object)
  if (symbols.length === 0) return undefined
  return symbols.find((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol))
}

/** So few texts are sorted by insertion several times faster than by Array.sort, and most objects have no more keys. */
const FEW = 8

/** Sorts in place by UTF-16 code units, which no locale changes. */
export function sorted(texts: string[]): string[] {
  if (texts.length > FEW) return texts.sort()
  for (let end = 1; end < texts.length; end++) {
    const text = texts[end] ?? ''
    let at = end
    for (; at > 0 && (texts[at - 1] ?? '') > text; at--) texts[at] = texts[at - 1] ?? ''
    texts[at] = text
  }
  return texts
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < 2 ** 32 - 1
}
