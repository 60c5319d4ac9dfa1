// Questions about the class and the own properties of an object. The room entry/ asks them, too.

/** Returns the name of the class whose instances have this prototype, or `''` if there is none. */
export function classNameOf(prototype: object): string {
  const known = KNOWN_CLASSES.get(prototype)
  if (known !== undefined) return known
  const type: unknown = Object.hasOwn(prototype, 'constructor') && prototype.constructor
  const isClass = typeof type === 'function' && type.prototype === prototype
  return isClass && typeof type.name === 'string' ? type.name : ''
}

/** True if the platform defines this class, in this realm or in another (a frame, `node:vm`). The class must have a name. */
export function isBuiltInClass(prototype: object): boolean {
  return KNOWN_CLASSES.has(prototype) || NATIVE.test(Function.prototype.toString.call(prototype.constructor))
}

// Node implements the last three in JavaScript and browsers natively, and a key must be the same in both. The others are here
// only because a lookup is faster.
const KNOWN_CLASSES: ReadonlyMap<object, string> = new Map(
  [Array, Map, Set, Date, globalThis.URL, globalThis.URLSearchParams, globalThis.DOMException].map((type) => [
    type?.prototype,
    type?.name,
  ]),
)

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/

/** Lists the own enumerable string keys that are not indices: `total` for an array that has a property `total`. */
export function listNamedKeys(indexed: object): string[] {
  const keys = Object.keys(indexed)
  // Indices come first, so usually one look at the last key shows that there is no other key.
  let start = keys.length
  while (start > 0 && !isIndex(keys[start - 1])) start--
  return keys.slice(start)
}

function isIndex(key = ''): boolean {
  return `${Number(key) >>> 0}` === key && key !== '4294967295'
}

/** Finds an own enumerable property whose key is a symbol. */
export function findSymbolKey(object: object): symbol | undefined {
  const symbols = Object.getOwnPropertySymbols(object)
  if (symbols.length === 0) return undefined
  return symbols.find((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol))
}
