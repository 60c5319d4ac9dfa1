import { hasLongTexts } from '#environment'
import { findSymbolKey } from '../../key/inspect-object.ts'
import type { Refuse } from './kind.ts'

/**
 * True if an assignment to this key would change the prototype of an object. Every other key is data: `constructor` and
 * `prototype` only lead to a prototype where code follows a path through objects, and no code here does that.
 */
export function isUnsafeKey(key: string): boolean {
  return key === '__proto__'
}

/** Returns the own enumerable properties. Accessors are called, as JSON and structured clone do. */
export function readProperties(value: object, refuse: Refuse): Record<string, unknown> {
  refuseSymbolKeys(value, refuse)
  const unsafe = Object.keys(value).find(isUnsafeKey)
  if (unsafe !== undefined) refuseUnsafeKey(unsafe, refuse)
  return { ...value }
}

export function refuseUnsafeKey(key: string, refuse: Refuse): never {
  return refuse(hasLongTexts && `the key ${key} could change a prototype; rename it`)
}

/** Refuses an object with `extra`, a property that its class does not define, because it would not come back. */
export function refuseExtraProperties(
  value: object,
  refuse: Refuse,
  [extra]: readonly string[] = Object.keys(value),
): void {
  refuseSymbolKeys(value, refuse)
  if (extra !== undefined)
    refuse(hasLongTexts && `its property ${extra} would be lost; store an object that holds both instead`)
}

/** Refuses an instance with own properties that are not enumerable. They would be lost, and its methods may need them. */
export function refuseHiddenProperties(value: object, refuse: Refuse): void {
  const hidden = Reflect.ownKeys(value).find((key) => !Object.prototype.propertyIsEnumerable.call(value, key))
  if (hidden === undefined) return
  refuse(
    hasLongTexts &&
      `its property ${String(hidden)} is not enumerable and would be lost; list its class as { type, name, serialize, deserialize }`,
  )
}

export function refuseSymbolKeys(value: object, refuse: Refuse): void {
  const symbol = findSymbolKey(value)
  if (symbol !== undefined)
    refuse(hasLongTexts && `the property ${String(symbol)} would be lost; use a string as its key`)
}

/** Sets own properties, even if the prototype has an accessor or a read-only property of the same name. */
export function writeProperties(target: object, parts: object): void {
  for (const [key, value] of Object.entries(parts)) {
    if (key in target) defineProperty(target, key, value, true)
    else Reflect.set(target, key, value)
  }
}

export function defineProperty(target: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true })
}
