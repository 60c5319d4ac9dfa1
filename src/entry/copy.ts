import type { AllowedTypes } from './allowed-types.ts'
import { builtInKinds, kindIn } from './kinds.ts'
import { copyPlainJson, isPlainJson } from './plain.ts'
import { rebuild } from './rebuild.ts'

/** A faithful deep copy of a storable value. Throws `UnsafeTypeError` for what could not be stored. */
export function copyValue(value: unknown, types: AllowedTypes): unknown {
  if (isPlainJson(value)) return copyPlainJson(value)
  const kinds = [builtInKinds, types.kinds]
  return rebuild(value, { kindOf: (object) => kindIn(kinds, object) })
}
