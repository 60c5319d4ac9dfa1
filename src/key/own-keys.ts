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

/** Sorts in place by UTF-16 code units, which no locale changes. */
export function sorted(texts: string[]): string[] {
  for (let index = 1; index < texts.length; index++) {
    if ((texts[index - 1] ?? '') > (texts[index] ?? '')) return texts.sort()
  }
  return texts
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < 2 ** 32 - 1
}
