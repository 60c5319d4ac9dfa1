import { SuperJSON } from 'superjson'
import type { AllowedTypes } from './allowed-types.ts'
import type { Kind, LeafKind } from './kind.ts'
import { bareRecord } from './kind-collection.ts'
import { errorKinds, referenceName } from './kinds.ts'
import type { LeafText } from './leaf-text.ts'
import { leafTexts } from './leaf-text.ts'

/** How kinds that superjson does not know pass through it: as records of registered classes, the marks. */
export interface Marks {
  readonly superJson: SuperJSON
  /** What is written for an object of a kind: the mark that holds its parts. */
  readonly toMarked: ReadonlyMap<Kind, Kind>
  /** What is read, by the prototype of the mark: the object of its kind. */
  readonly fromMarked: ReadonlyMap<object, Kind>
  /** Stands for an object met before. */
  readonly Reference: new () => { number?: number }
  readonly names: ReadonlySet<string>
}

type Mark = new () => object

const made = new WeakMap<AllowedTypes, Marks>()

/** The marks for built-in and allowed types; made once per list of types. */
export function marksOf(types: AllowedTypes): Marks {
  const known = made.get(types)
  if (known !== undefined) return known
  const marks = makeMarks(types)
  made.set(types, marks)
  return marks
}

function makeMarks(types: AllowedTypes): Marks {
  const superJson = new SuperJSON()
  const names = new Set<string>()
  const toMarked = new Map<Kind, Kind>()
  const fromMarked = new Map<object, Kind>()

  function mark(name: string): Mark {
    const Mark = class {}
    superJson.registerClass(Mark, name)
    names.add(name)
    return Mark
  }

  for (const kind of [bareRecord, ...errorKinds.values(), ...types.kinds.values()]) {
    const Mark = mark(kind.name)
    toMarked.set(kind, writtenAs(Mark, kind))
    fromMarked.set(Mark.prototype, readFrom(kind))
  }
  for (const leaf of leafTexts) {
    const Mark = mark(leaf.kind.name)
    toMarked.set(leaf.kind, leafWrittenAs(Mark, leaf))
    fromMarked.set(Mark.prototype, leafReadFrom(leaf))
  }
  return { superJson, toMarked, fromMarked, Reference: mark(referenceName), names }
}

function writtenAs(Mark: Mark, kind: Kind): Kind {
  switch (kind.shape) {
    case 'leaf':
      return kind
    case 'open':
      return { ...kind, make: () => new Mark(), fill: Object.assign }
    case 'closed':
      return { ...kind, build: (parts) => Object.assign(new Mark(), parts) }
  }
}

function readFrom(kind: Kind): Kind {
  return kind.shape === 'leaf' ? kind : { ...kind, take: (marked) => ({ ...marked }) }
}

function leafWrittenAs(Mark: Mark, { kind, write }: LeafText): LeafKind {
  const copy: LeafKind['copy'] = (value, refuse) => {
    const copied = kind.copy(value, refuse)
    const parts = write(copied)
    return parts === undefined ? copied : Object.assign(new Mark(), parts)
  }
  return { ...kind, copy }
}

function leafReadFrom({ kind, read }: LeafText): LeafKind {
  return { ...kind, copy: (marked) => read({ ...marked }) }
}
