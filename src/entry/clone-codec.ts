// Converts entries to values that a structured clone keeps, and back. A structured clone alone makes plain objects of instances,
// drops the properties of an Error except its message, stack and cause, and throws for a URL.
//
//     in    an entry, and the kinds that the cache allows
//     out   an entry in which a plain object stands in for each such object, and a list of these stand-ins
//     by    kinds/transform-value.ts (walks over the value), kinds/built-in-kinds.ts
//
// The list is stored beside the value in the same clone, so each object keeps its identity. No data can look like a stand-in.

import { hasLongTexts } from '#environment'
import { UnsafeTypeError } from '../errors.ts'
import type { Entry } from './entry.ts'
import { builtInKinds, findKind } from './kinds/built-in-kinds.ts'
import { nullPrototypeKind } from './kinds/collection.ts'
import { errorKinds } from './kinds/error.ts'
import type { ConstructedKind, Kind, Kinds } from './kinds/kind.ts'
import { writeProperties } from './kinds/properties.ts'
import { transformValue } from './kinds/transform-value.ts'
import { isPlainJson } from './plain-json.ts'

/** Converts entries for a medium that keeps structured clones. */
export interface CloneCodec {
  /** Converts an entry. Throws `UnsafeTypeError` for a value that cannot be stored. */
  encode(entry: Entry): EncodedEntry
  /** Restores an entry. Throws `UnsafeTypeError` for a type that is not allowed. */
  decode(encoded: EncodedEntry): Entry
}

export interface EncodedEntry {
  readonly entry: Entry
  /**
   * The stand-ins in the value, each with the name of its kind. IndexedDB stores this property, so a new name for it would make
   * stored entries unreadable.
   */
  readonly standIns?: ReadonlyMap<object, string> | undefined
}

const urlKind: ConstructedKind<URL, { readonly href?: string }> = {
  shape: 'constructed',
  name: 'URL',
  readParts: ({ href }) => ({ href }),
  construct: ({ href = '' }) => new URL(href),
}

/** React Native may have no `URL`. */
const urlKinds = globalThis.URL ? [[URL.prototype, urlKind] as const] : []

/** Creates the codec for the built-in types and for `kinds`. */
export function createCloneCodec(kinds: Kinds): CloneCodec {
  const standInKinds: Kinds = new Map<object, Kind>([...urlKinds, ...errorKinds, ...kinds])
  const byName = new Map([nullPrototypeKind, ...standInKinds.values()].map((kind) => [kind.name, kind]))

  return {
    encode(entry) {
      if (isPlainJson(entry.value)) return { entry }
      const standIns = new Map<object, string>()
      const value = transformValue(entry.value, {
        findKind(object) {
          const kind = findKind([standInKinds, builtInKinds], object)
          if (kind === undefined || byName.get(kind.name) !== kind) return kind
          return toStandIns(kind, (standIn) => standIns.set(standIn, kind.name))
        },
      })
      return { entry: { ...entry, value }, ...(standIns.size > 0 && { standIns }) }
    },
    decode({ entry, standIns = new Map() }) {
      if (standIns.size === 0 && isPlainJson(entry.value)) return entry
      const value = transformValue(entry.value, {
        findKind(object) {
          const name = standIns.get(object)
          if (name === undefined) return findKind([builtInKinds], object)
          return fromStandIns(byName.get(name) ?? throwNotAllowed(name))
        },
      })
      return { ...entry, value }
    },
  }
}

/** The kind that writes a stand-in for each object of `kind`. */
function toStandIns(kind: Kind, addToList: (standIn: object) => void): Kind {
  const addStandIn = (standIn: object): object => {
    addToList(standIn)
    return standIn
  }
  switch (kind.shape) {
    case 'leaf':
    case 'members':
      return kind
    case 'container':
      return { ...kind, create: () => addStandIn({}), fill: writeProperties }
    case 'constructed':
      return { ...kind, construct: (parts) => addStandIn({ ...parts }) }
  }
}

/** The kind that restores objects of `kind` from their stand-ins. */
function fromStandIns(kind: Kind): Kind {
  return kind.shape === 'leaf' || kind.shape === 'members'
    ? kind
    : { ...kind, readParts: (standIn) => ({ ...standIn }) }
}

function throwNotAllowed(name: string): never {
  throw new UnsafeTypeError(
    `the entry has a value of the type ${name}, which allowedTypes does not list${hasLongTexts ? '; list it there' : ''}`,
  )
}
