/** Own enumerable string keys of an object with indices, without these: `tag` of an array that was given a `tag`. */
export function keysBesideIndices(indexed: object): string[] {
  const keys = Object.keys(indexed)
  // Indices come first, so mostly the last key tells that there is nothing else.
  let start = keys.length
  while (start > 0 && !isIndex(keys[start - 1])) start--
  return keys.slice(start)
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

function isIndex(key = ''): boolean {
  return `${Number(key) >>> 0}` === key && key !== '4294967295'
}
