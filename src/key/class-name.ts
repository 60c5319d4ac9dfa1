/** The name of the class whose instances have this prototype; `''` where there is none. */
export function classNameOf(prototype: object): string {
  const known = KNOWN.get(prototype)
  if (known !== undefined) return known
  const made: unknown = Object.hasOwn(prototype, 'constructor') && prototype.constructor
  const isClass = typeof made === 'function' && made.prototype === prototype
  return isClass && typeof made.name === 'string' ? made.name : ''
}

/** Is a class that has a name the platform's, and not somebody's own? In other realms (frames, node:vm), too. */
export function isBuiltIn(prototype: object): boolean {
  return KNOWN.has(prototype) || NATIVE.test(Function.prototype.toString.call(prototype.constructor))
}

// The last three Node writes in JavaScript, browsers natively: a key must not tell. The others are only found sooner.
const KNOWN: ReadonlyMap<object, string> = new Map(
  [Array, Map, Set, Date, globalThis.URL, globalThis.URLSearchParams, globalThis.DOMException].map((type) => [
    type?.prototype,
    type?.name,
  ]),
)

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/
