import { builtInKinds, findKind, ownPrototypeOf } from './kinds/built-in-kinds.ts'
import { hasOnlyElements } from './kinds/collection.ts'
import type { Kinds } from './kinds/kind.ts'
import { isUnsafeKey } from './kinds/properties.ts'
import { maxDepth, transformValue } from './kinds/transform-value.ts'

/**
 * True if JSON writes the value and reads it back unchanged. An object that occurs in several places counts as several equal
 * objects. This check is fast, because most values pass it and then skip all other checks.
 */
export function isPlainJson(value: unknown): boolean {
  try {
    return isPlainValue(value, { depth: 0, objects: 0, samples: new Set() })
  } catch {
    // An accessor or a proxy threw. The complete walk in transform-value.ts finds the place.
    return false
  }
}

interface PlainWalk {
  depth: number
  /** How many objects the walk has entered. */
  objects: number
  /** Some of these objects. One that occurs twice among them is not plain. */
  readonly samples: Set<object>
}

/**
 * So many objects may be a few that occur in many places. Written at each place, they could fill the disk. From this number on,
 * one of sixteen is a sample, so the text has at most about sixteen times as many objects as the value.
 */
const firstSample = 100_000
const sampleInterval = 16

function isPlainValue(value: unknown, walk: PlainWalk): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object') return false
  return Array.isArray(value)
    ? isPlainArray(value, walk)
    : isPlainObject(value as Readonly<Record<string, unknown>>, walk) // any object can be asked for any property
}

function isPlainArray(array: readonly unknown[], walk: PlainWalk): boolean {
  if (!isInstance(array, Array.prototype) || !enterObject(array, walk)) return false
  // If it has as many holes as named properties, the loop finds a hole: it is read as `undefined`.
  if (!hasOnlyElements(array)) return false
  for (let index = 0; index < array.length; index++) if (!isPlainValue(array[index], walk)) return false
  walk.depth--
  return true
}

function isPlainObject(object: Readonly<Record<string, unknown>>, walk: PlainWalk): boolean {
  if (!isInstance(object, Object.prototype) || !enterObject(object, walk)) return false
  if (Object.getOwnPropertySymbols(object).length > 0) return false
  // This loop is faster than Object.keys. It also visits inherited enumerable properties, but `Object.prototype` has none.
  for (const key in object) {
    if (isUnsafeKey(key) || !isPlainValue(object[key], walk)) return false
  }
  walk.depth--
  return true
}

/** True if the object has this built-in prototype, or that of the same class in another realm. */
function isInstance(object: object, prototype: object): boolean {
  const own: object | null = Object.getPrototypeOf(object)
  return own === prototype || (own !== null && ownPrototypeOf(own) === prototype)
}

/**
 * Counts the object. Returns false if it is too deep, among the samples already, or if JSON would ask its `toJSON`. An enumerable
 * `toJSON` is a function, and so not plain. This finds one that is hidden.
 */
function enterObject(object: object & { readonly toJSON?: unknown }, walk: PlainWalk): boolean {
  if (typeof object.toJSON === 'function') return false
  if (++walk.depth > maxDepth) return false
  const isSample = ++walk.objects > firstSample && walk.objects % sampleInterval === 0
  if (!isSample) return true
  if (walk.samples.has(object)) return false
  walk.samples.add(object)
  return true
}

/** Returns a deep copy of the same shape. Throws `UnsafeTypeError` for a value that cannot be stored. */
export function copyValue(value: unknown, types: { readonly kinds: Kinds }): unknown {
  if (isPlainJson(value)) {
    try {
      return copyPlainJson(value)
    } catch {
      // An accessor or a proxy did not throw before, but throws now. The complete walk finds the place.
    }
  }
  const kinds = [builtInKinds, types.kinds]
  return transformValue(value, { findKind: (object) => findKind(kinds, object) })
}

function copyPlainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  // `value.map` of an array of another realm would return an array of that realm.
  if (Array.isArray(value)) return Array.prototype.map.call(value, (element: unknown) => copyPlainJson(element))
  // The spread creates every property first, so no assignment reaches a setter of the prototype.
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    if (typeof copy[key] === 'object') copy[key] = copyPlainJson(copy[key])
  }
  return copy
}
