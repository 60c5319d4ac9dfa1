// Questions about the class and the own properties of an object. The room entry/ asks them, too.

/** Returns the name of the class whose instances have this prototype, or `''` if there is none. */
export function classNameOf(prototype: object): string {
  const known = KNOWN_CLASSES.get(prototype) ?? (isMockedDate(prototype) ? 'Date' : undefined)
  if (known !== undefined) return known
  const type: unknown = Object.hasOwn(prototype, 'constructor') && prototype.constructor
  const isClass = typeof type === 'function' && type.prototype === prototype
  return isClass && typeof type.name === 'string' ? type.name : ''
}

/**
 * True if the platform defines the class with this prototype, in this realm or in another (a frame, `node:vm`, a test runner).
 * False for a class of a user, whatever its name or its `Symbol.toStringTag` is.
 */
export function isBuiltInClass(prototype: object): boolean {
  if (KNOWN_CLASSES.has(prototype) || isMockedDate(prototype)) return true
  const name = classNameOf(prototype)
  // Bun has a native Buffer, and other platforms one in JavaScript. A key must be the same in all of them.
  if (name === 'Buffer') return false
  return (
    name !== '' &&
    (NATIVE.exec(Function.prototype.toString.call(prototype.constructor))?.[1] === name || isWebClass(prototype, name))
  )
}

/** Returns the name of a built-in class, which is the same in every realm. The type of any other object is its prototype. */
export function typeOf(object: object): object | string | null {
  const prototype: object | null = Object.getPrototypeOf(object)
  if (prototype === Object.prototype) return 'Object'
  return prototype && isBuiltInClass(prototype) ? classNameOf(prototype) : prototype
}

/** Test runners mock the clock with a subclass of `Date` in place of the global. Its instances are dates like all others. */
function isMockedDate(prototype: object): boolean {
  return prototype === Date.prototype
}

/** Node and jsdom write some classes of the web in JavaScript. Their members are enumerable; those of a `class` are not. */
function isWebClass(prototype: object, name: string): boolean {
  return (
    WEB_CLASS.test(name) && Reflect.get(prototype, Symbol.toStringTag) === name && Object.keys(prototype).length > 0
  )
}

const WEB_CLASS = /^(?:URL|URLSearchParams|DOMException)$/

// Node implements the last three in JavaScript and browsers natively, and a key must be the same in both. The others are here
// only because a lookup is faster.
const KNOWN_CLASSES: ReadonlyMap<object, string> = new Map(
  [Array, Map, Set, Date, RegExp, Error, globalThis.URL, globalThis.URLSearchParams, globalThis.DOMException].map(
    (type) => [type?.prototype, type?.name],
  ),
)

/** The text of a function of the platform. A bound function and a Proxy have no name in it. */
const NATIVE = /^function (\w+)\(\) \{\s*\[native code\]\s*\}\s*$/

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

/** Finds an own enumerable property whose key is a symbol. Ignores the fields of the platform, which no user has set. */
export function findSymbolKey(object: object): symbol | undefined {
  const symbols = Object.getOwnPropertySymbols(object)
  if (symbols.length === 0) return undefined
  platformFields ??= new Set(createWebObjects().flatMap(Object.getOwnPropertySymbols))
  return symbols.find(
    (symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol) && !platformFields?.has(symbol),
  )
}

/** The symbols under which Deno keeps the fields of its web classes. Other platforms have none that are enumerable. */
let platformFields: ReadonlySet<symbol> | undefined

/** Creates an object of each web class that a key may contain, as far as this platform has them. */
function createWebObjects(): object[] {
  const { URL, URLSearchParams, DOMException } = globalThis
  return [URL && new URL('a:'), URLSearchParams && new URLSearchParams(), DOMException && new DOMException()].filter(
    (object) => object !== undefined,
  )
}
