import type { Kind, Kinds } from './kind.ts'
import { binaryKinds } from './kind-binary.ts'
import { bareRecord, list, map, record, set } from './kind-collection.ts'
import { errorClasses, errorKind } from './kind-error.ts'
import { date, regExp, url } from './kind-leaf.ts'

export const errorKinds: Kinds = new Map(errorClasses.map((type) => [type.prototype, errorKind(type.name, type)]))

/** What can be stored without being allowed, beside primitives. */
export const builtInKinds: Kinds = new Map<object, Kind>([
  [Array.prototype, list],
  [Object.prototype, record],
  [Map.prototype, map],
  [Set.prototype, set],
  [Date.prototype, date],
  [RegExp.prototype, regExp],
  [URL.prototype, url],
  ...binaryKinds.map((kind) => [kind.prototype, kind] as const),
  ...errorKinds,
])

/** The kind of an object, by its prototype; `undefined` where it cannot be stored. */
export function kindIn(kinds: readonly Kinds[], value: object): Kind | undefined {
  const prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === null) return bareRecord
  for (const some of kinds) {
    const kind = some.get(prototype)
    if (kind !== undefined) return kind
  }
  return undefined
}

/** Marks a place where an object stands again that was met before. */
export const referenceName = 'same object'

/** What marks built-in types in a stored text: no allowed type may be called so. */
export const builtInNames: ReadonlySet<string> = new Set([
  ...[...builtInKinds.values(), bareRecord].map((kind) => kind.name),
  referenceName,
])
