import { classOf } from './class-name.ts'
import type { Kind } from './kind.ts'
import { BINARY_KINDS } from './kind-binary.ts'
import { COLLECTION_KINDS } from './kind-collection.ts'
import { VALUE_KINDS } from './kind-value.ts'

const ALL: readonly Kind[] = [...COLLECTION_KINDS, ...VALUE_KINDS, ...BINARY_KINDS]
const BY_NAME: ReadonlyMap<unknown, Kind> = new Map(ALL.map((kind) => [kind.name, kind]))
// The common case, found without a walk: no subclass, and this realm.
const BY_PROTOTYPE: ReadonlyMap<unknown, Kind> = new Map(
  ALL.map((kind) => [Reflect.get(globalThis, kind.name)?.prototype, kind]),
)

/** The built-in kind of a value, also of a subclass or another realm; `undefined` for instances of other classes. */
export function kindOf(value: object, prototype: object): Kind | undefined {
  const kind = BY_PROTOTYPE.get(prototype)
  return kind?.is(value) ? kind : inheritedKind(value, prototype)
}

/** True where the prototype is that of the kind itself in this realm, and not of a subclass. */
export function isIntrinsic(prototype: object, kind: Kind): boolean {
  return BY_PROTOTYPE.get(prototype) === kind
}

function inheritedKind(value: object, prototype: object): Kind | undefined {
  for (let above: object | null = prototype; above !== null; above = Object.getPrototypeOf(above)) {
    const kind = BY_NAME.get(classOf(above)?.name)
    if (kind?.is(value)) return kind
  }
  return undefined
}
