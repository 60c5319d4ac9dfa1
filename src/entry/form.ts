// Entries in a form that a structured clone keeps, and back. Alone it makes plain objects of instances, drops what an Error has
// beside its message, and throws at a URL. So a plain object with its parts stands for each of those, and which objects stand
// for others is noted beside the value: in one clone an object keeps its identity, and no mark can be mistaken for data.

import { UnsafeTypeError } from '../errors.ts'
import type { ClosedKind, Form, Kind, Kinds } from './kind.ts'
import { bareRecord } from './kind-collection.ts'
import { builtInKinds, errorKinds, kindIn } from './kinds.ts'
import { isPlainJson } from './plain.ts'
import { rebuild } from './rebuild.ts'

const url: ClosedKind<URL, { readonly href?: string }> = {
  shape: 'closed',
  name: 'URL',
  take: ({ href }) => ({ href }),
  build: ({ href = '' }) => new URL(href),
}

/** The way of built-in types and of `kinds` into a structured clone and back. */
export function createForm(kinds: Kinds): Form {
  const standing: Kinds = new Map<object, Kind>([[URL.prototype, url], ...errorKinds, ...kinds])
  const byName = new Map([bareRecord, ...standing.values()].map((kind) => [kind.name, kind]))

  return {
    keep(entry) {
      if (isPlainJson(entry.value)) return { entry }
      const standIns = new Map<object, string>()
      const value = rebuild(entry.value, {
        kindOf(object) {
          const kind = kindIn([standing, builtInKinds], object)
          return kind && byName.get(kind.name) === kind ? keptAs(kind, (made) => standIns.set(made, kind.name)) : kind
        },
      })
      return { entry: { ...entry, value }, ...(standIns.size > 0 && { standIns }) }
    },
    revive({ entry, standIns = new Map() }) {
      const value = rebuild(entry.value, {
        kindOf(object) {
          const name = standIns.get(object)
          return name === undefined ? kindIn([builtInKinds], object) : madeAgain(byName.get(name) ?? unknown(name))
        },
      })
      return { ...entry, value }
    },
  }
}

function keptAs(kind: Kind, note: (made: object) => void): Kind {
  const stand = (parts: object): object => {
    note(parts)
    return parts
  }
  switch (kind.shape) {
    case 'leaf':
      return kind
    case 'open':
      return { ...kind, make: () => stand({}), fill: Object.assign }
    case 'closed':
      return { ...kind, build: (parts) => stand({ ...parts }) }
  }
}

function madeAgain(kind: Kind): Kind {
  return kind.shape === 'leaf' ? kind : { ...kind, take: (parts) => ({ ...parts }) }
}

function unknown(name: string): never {
  throw new UnsafeTypeError(`the entry holds a value of the type ${name}, which allowedTypes does not list`)
}
