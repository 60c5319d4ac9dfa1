import type { AllowedTypes } from './allowed-types.ts'
import { builtInKinds, findKind } from './kinds/built-in-kinds.ts'
import { transformValue } from './kinds/transform-value.ts'
import { isPlainJson } from './plain-json.ts'

/** Returns a deep copy of the same shape. Throws `UnsafeTypeError` for a value that cannot be stored. */
export function copyValue(value: unknown, types: AllowedTypes): unknown {
  if (isPlainJson(value)) return copyPlainJson(value)
  const kinds = [builtInKinds, types.kinds]
  return transformValue(value, { findKind: (object) => findKind(kinds, object) })
}

function copyPlainJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element) => copyPlainJson(element))
  // The spread creates every property first, so no assignment reaches a setter of the prototype.
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) {
    if (typeof copy[key] === 'object') copy[key] = copyPlainJson(copy[key])
  }
  return copy
}
