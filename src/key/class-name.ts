/** The name of the class whose instances have this prototype; `''` where there is none. */
export function classNameOf(prototype: object): string {
  const made: unknown = Object.hasOwn(prototype, 'constructor') && prototype.constructor
  const isClass = typeof made === 'function' && made.prototype === prototype
  return isClass && typeof made.name === 'string' ? made.name : ''
}

/** Is a class that has a name the platform's, and not somebody's own? In other realms (frames, node:vm), too. */
export function isBuiltIn(prototype: object): boolean {
  const made = prototype.constructor
  return KNOWN.includes(made) || NATIVE.test(Function.prototype.toString.call(made))
}

// The last three Node writes in JavaScript, browsers natively: a key must not tell. The others are only found sooner.
const KNOWN: readonly unknown[] = [
  Array,
  Map,
  Set,
  Date,
  globalThis.URL,
  globalThis.URLSearchParams,
  globalThis.DOMException,
]

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/
