// The members `value` and `meta` of a JSON text: a value, and the annotations that it needs if it is not plain JSON.

import { isCachettaError, messageOf, StoreError, UnsafeTypeError } from '../../errors.ts'
import type { AllowedTypes } from '../allowed-types.ts'
import { maxDepth } from '../kinds/transform-value.ts'
import { isPlainJson } from '../plain-json.ts'
import type { JsonObject } from './check-json.ts'
import { reviveValue } from './revive-value.ts'
import { serializeValue } from './serialize-value.ts'

/**
 * Returns the text that follows `"value":`, with the member `meta` if the value needs one. Throws `UnsafeTypeError` for a value that
 * would change if it were written and read.
 */
export function writeValue(value: unknown, types: AllowedTypes): string {
  try {
    if (isPlainJson(value)) return JSON.stringify(value)
    const { json, meta } = serializeValue(value, types)
    return meta === undefined ? JSON.stringify(json) : `${JSON.stringify(json)},\n"meta":${JSON.stringify(meta)}`
  } catch (cause) {
    if (isCachettaError(cause) && cause.code === 'UNSAFE_TYPE') throw cause
    throw new UnsafeTypeError(`value: it cannot be written as JSON (${messageOf(cause)}); store another value`, {
      cause,
    })
  }
}

/**
 * Restores the value from checked JSON that is `depth` levels deep, the object around the members included. Throws `StoreError` for
 * annotations that no value has, and `UnsafeTypeError` for a type that `types` does not list.
 */
export function readValue({ value, meta }: JsonObject, types: AllowedTypes, depth: number): unknown {
  // Annotations may be deeper than the value, which is only checked once more then.
  const valueDepth = depth - 1
  if (meta !== undefined) return reviveValue({ json: value, meta }, types, valueDepth)
  if (valueDepth <= maxDepth) return value
  throw new StoreError('DAMAGED', `the entry is damaged: its value is nested deeper than ${maxDepth} levels`)
}
