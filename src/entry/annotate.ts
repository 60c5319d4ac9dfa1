// Values that are not plain JSON, as superjson writes them, and back. Alone it would not do:
//   - it drops what it does not know (functions, unregistered classes), and what errors, dates and buffers are more
//     than it writes. So the walk of rebuild.ts gives it only what it keeps, and marked records for all the rest.
//   - its `referentialEqualities` reorder Sets and Maps and miss the insides of class instances; text grows exponentially
//     with shared objects. So an object met again is a marked record as well, with the number of the first.
//   - it follows annotations wherever they lead. So they are checked before it sees them (annotations.ts).

import { StoreError } from '../errors.ts'
import type { AllowedTypes } from './allowed-types.ts'
import { checkAnnotations } from './annotations.ts'
import { builtInKinds, kindIn } from './kinds.ts'
import { marksOf } from './marks.ts'
import { rebuild } from './rebuild.ts'

/** A value as JSON, and what superjson noted where JSON is not enough. */
export interface Annotated {
  readonly json: unknown
  readonly meta?: unknown
}

/** Writes a value. Throws `UnsafeTypeError` for what could not be revived. */
export function annotate(value: unknown, types: AllowedTypes): Annotated {
  const { superJson, toMarked, Reference } = marksOf(types)
  const kinds = [builtInKinds, types.kinds]
  const marked = rebuild(value, {
    kindOf: (object) => {
      const kind = kindIn(kinds, object)
      return kind && (toMarked.get(kind) ?? kind)
    },
    again: (_made, number) => Object.assign(new Reference(), { number }),
  })
  const { json, meta } = superJson.serialize(marked)
  return meta?.values === undefined ? { json } : { json, meta: { values: meta.values, v: meta.v } }
}

/** Revives what `annotate` wrote. Throws `UnsafeTypeError` for types that are not allowed, `StoreError` for all else. */
export function revive({ json, meta }: Annotated, types: AllowedTypes): unknown {
  const { superJson, fromMarked, Reference, names } = marksOf(types)
  checkAnnotations(json, meta, names)
  // What was checked is what superjson's own types say of it.
  const checked = { json, meta } as Parameters<typeof superJson.deserialize>[0]
  const kinds = [builtInKinds, fromMarked]
  return rebuild(superJson.deserialize(checked, { inPlace: true }), {
    kindOf: (object) => kindIn(kinds, object),
    reference: (object) => (object instanceof Reference ? numberIn(object) : undefined),
    failure: (message, cause) => new StoreError('DAMAGED', message, { cause }),
  })
}

/** Where the text gives no number, one that no object has. */
function numberIn({ number }: { readonly number?: unknown }): number {
  return Number.isSafeInteger(number) ? Number(number) : -1
}
