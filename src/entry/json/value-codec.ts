// Converts values that are not plain JSON to JSON with annotations by superjson, and back. superjson alone is not enough:
//
// - It drops functions and unregistered classes, and some properties of errors, dates and buffers. So transform-value.ts gives
//   it only what it keeps, and stand-ins (stand-ins.ts) for everything else.
// - Its `referentialEqualities` reorder Sets and Maps and do not look into class instances, and its text grows exponentially with
//   shared objects. So an object that occurs again is a stand-in too, with the index of its first occurrence.
// - It follows annotations wherever they lead. So check-json.ts checks them first.

import { StoreError } from '../../errors.ts'
import type { AllowedTypes } from '../allowed-types.ts'
import { builtInKinds, findKind } from '../kinds/built-in-kinds.ts'
import { transformValue } from '../kinds/transform-value.ts'
import { checkAnnotations } from './check-json.ts'
import { getStandIns } from './stand-ins.ts'

/** A value as JSON, and the annotations of superjson for values that are not plain JSON. */
interface AnnotatedJson {
  readonly json: unknown
  readonly meta?: unknown
}

/** Converts a value to JSON. Throws `UnsafeTypeError` for a value that cannot be stored. */
export function serializeValue(value: unknown, types: AllowedTypes): AnnotatedJson {
  const { superJson, toStandIn, Reference } = getStandIns(types)
  const kinds = [builtInKinds, types.kinds]
  const withStandIns = transformValue(value, {
    findKind: (object) => {
      const kind = findKind(kinds, object)
      return kind && (toStandIn.get(kind) ?? kind)
    },
    createReference: (_result, index) => Object.assign(new Reference(), { number: index }),
  })
  const { json, meta } = superJson.serialize(withStandIns)
  return meta?.values === undefined ? { json } : { json, meta: { values: meta.values, v: meta.v } }
}

/** Restores the value from `serializeValue`. Throws `UnsafeTypeError` for a type that is not allowed, else `StoreError`. */
export function reviveValue({ json, meta }: AnnotatedJson, types: AllowedTypes): unknown {
  const { superJson, fromStandIn, Reference, classNames } = getStandIns(types)
  checkAnnotations(json, meta, classNames)
  // A cast, because `checkAnnotations` has checked more than the types of superjson say.
  const checked = { json, meta } as Parameters<typeof superJson.deserialize>[0]
  const kinds = [builtInKinds, fromStandIn]
  return transformValue(superJson.deserialize(checked, { inPlace: true }), {
    findKind: (object) => findKind(kinds, object),
    readReference: (object) => (object instanceof Reference ? referencedIndex(object) : undefined),
    createError: (message, cause) => new StoreError('DAMAGED', message, { cause }),
  })
}

/** Returns -1, which no object has as its index, if the text does not hold a number. */
function referencedIndex({ number }: { readonly number?: unknown }): number {
  return Number.isSafeInteger(number) ? Number(number) : -1
}
