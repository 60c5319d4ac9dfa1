import { classOf } from './class-name.ts'
import type { Kind } from './kind.ts'
import { BINARY_KINDS } from './kind-binary.ts'
import { COLLECTION_KINDS } from './kind-collection.ts'
import { VALUE_KINDS } from './kind-value.ts'

const KINDS: ReadonlyMap<unknown, Kind> = new Map(
  [...COLLECTION_KINDS, ...VALUE_KINDS, ...BINARY_KINDS].map((kind) => [kind.name, kind]),
)

/** The built-in kind of a value, also of a subclass or another realm; `undefined` for instances of other classes. */
export function kindOf(value: object): Kind | undefined {
  for (let prototype = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const kind = KINDS.get(classOf(prototype)?.name)
    if (kind?.is(value)) return kind
  }
  return undefined
}
