/** A class as a key sees it: its name, and whether it is the platform's or somebody's own. */
export interface ClassName {
  readonly name: string
  readonly isBuiltIn: boolean
}

/** The class whose instances have this prototype; `undefined` where there is none, or none with a name. */
export function classOf(prototype: object): ClassName | undefined {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  if (typeof made !== 'function' || made.prototype !== prototype) return undefined
  const name: unknown = made.name
  if (typeof name !== 'string' || name === '') return undefined
  return { name, isBuiltIn: WRITTEN_IN_JS.includes(made) || NATIVE.test(Function.prototype.toString.call(made)) }
}

// Works across realms (frames, node:vm), where no constructor is identical to ours.
const NATIVE = /\{\s*\[native code\]\s*\}\s*$/

// Node writes these in JavaScript, browsers natively: a key must not tell.
const WRITTEN_IN_JS: readonly unknown[] = [globalThis.URL, globalThis.URLSearchParams, globalThis.DOMException]
