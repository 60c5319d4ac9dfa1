import { classNameOf, isBuiltInClass } from '../../key/inspect-object.ts'
import { binaryKinds } from './binary.ts'
import { arrayKind, mapKind, nullPrototypeKind, objectKind, setKind } from './collection.ts'
import { errorKinds } from './error.ts'
import type { Kind, Kinds, LeafKind } from './kind.ts'
import { refuseExtraProperties } from './properties.ts'

export const dateKind: LeafKind<Date> = createLeafKind('Date', (value) => new Date(value.getTime()))

export const regExpKind: LeafKind<RegExp> = createLeafKind('RegExp', (value) => {
  const copy = new RegExp(value.source, value.flags)
  copy.lastIndex = value.lastIndex
  return copy
})

const urlKind: LeafKind<URL> = createLeafKind('URL', (value) => new URL(value.href))

/** The types of objects that every cache can store. */
export const builtInKinds: Kinds = new Map<object, Kind>([
  [Array.prototype, arrayKind],
  [Object.prototype, objectKind],
  [Map.prototype, mapKind],
  [Set.prototype, setKind],
  [Date.prototype, dateKind],
  [RegExp.prototype, regExpKind],
  ...(globalThis.URL ? [[URL.prototype, urlKind] as const] : []), // React Native may have none
  ...binaryKinds.map((kind) => [kind.prototype, kind] as const),
  ...errorKinds,
])

const ownPrototypes: ReadonlyMap<string, object> = new Map(
  Array.from(builtInKinds, ([prototype, { name }]) => [name, prototype]),
)

/**
 * Returns the prototype that objects of a built-in class have in this realm, for the prototype that they have in another (a
 * frame, `node:vm`, a test runner), or under a mocked clock. Returns `undefined` for any other class.
 */
export function ownPrototypeOf(prototype: object): object | undefined {
  const known = foundPrototypes.get(prototype)
  if (known !== undefined) return known
  const own = isBuiltInClass(prototype) ? ownPrototypes.get(classNameOf(prototype)) : undefined
  if (own !== undefined) foundPrototypes.set(prototype, own)
  return own
}

/** The answers of `ownPrototypeOf`, because a value has many objects of few classes. */
const foundPrototypes = new WeakMap<object, object>()

/** Finds the kind of an object by its prototype. Returns `undefined` if the object cannot be stored. */
export function findKind(kinds: readonly Kinds[], object: object): Kind | undefined {
  const prototype: object | null = Object.getPrototypeOf(object)
  if (prototype === null) return nullPrototypeKind
  const kind = findKindOfPrototype(kinds, prototype)
  if (kind !== undefined) return kind
  const ownPrototype = ownPrototypeOf(prototype)
  return ownPrototype && findKindOfPrototype(kinds, ownPrototype)
}

function findKindOfPrototype(kinds: readonly Kinds[], prototype: object): Kind | undefined {
  for (const each of kinds) {
    const kind = each.get(prototype)
    if (kind !== undefined) return kind
  }
  return undefined
}

/** The name in a stored text for a further occurrence of an object. */
export const referenceName = 'same object'

/** The names of built-in types in a stored text. No allowed type may have one of them. */
export const builtInNames: ReadonlySet<string> = new Set([
  ...[...builtInKinds.values(), nullPrototypeKind].map((kind) => kind.name),
  referenceName,
])

function createLeafKind<T extends object>(name: string, copy: (value: T) => T): LeafKind<T> {
  return {
    shape: 'leaf',
    name,
    copy: (value, refuse) => {
      refuseExtraProperties(value, refuse)
      return copy(value)
    },
  }
}
