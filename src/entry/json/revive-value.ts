// Restores values from JSON with annotations. serialize-value.ts says how they are written. The JSON stays as it is: a state of a
// page may be read twice.

import { StoreError } from '../../errors.ts'
import type { AllowedTypes } from '../allowed-types.ts'
import { builtInKinds, findKind, referenceName } from '../kinds/built-in-kinds.ts'
import { mapKind, setKind } from '../kinds/collection.ts'
import type { Kind, LeafKind, MembersKind, Parts } from '../kinds/kind.ts'
import { maxDepth, transformValue } from '../kinds/transform-value.ts'
import { reviveLeaf } from './leaves.ts'
import type { Annotations, ContainerType, Place } from './read-annotations.ts'
import { readAnnotations } from './read-annotations.ts'
import type { AnnotatedJson } from './serialize-value.ts'
import type { StandIns } from './stand-ins.ts'
import { getStandIns } from './stand-ins.ts'

/**
 * Restores the value from `serializeValue`. `depth` is the depth of the JSON. Throws `UnsafeTypeError` for a type that is not
 * allowed, else `StoreError`.
 */
export function reviveValue({ json, meta }: AnnotatedJson, types: AllowedTypes, depth: number): unknown {
  const standIns = getStandIns(types)
  const annotations = readAnnotations(json, meta, standIns.names)
  if (annotations.rootLeaf !== undefined) return reviveLeaf(json, annotations.rootLeaf)
  const { places } = annotations
  const findPlainKind = createPlainKindFinder(annotations, depth)
  const kindOf = createReaders(standIns, places)
  return transformValue(json, {
    findKind: (object) => {
      const place = places.get(object)
      return place === undefined ? findPlainKind(object) : kindOf(place)
    },
    readReference: (object) => readReference(object, places.get(object)?.type),
    createError: (message, cause) => new StoreError('DAMAGED', message, { cause }),
  })
}

/**
 * Objects without annotations in them stay as they are, so that one Date does not make a large value slow. The walk enters them
 * only to number all objects for references, and to find a value that is too deep.
 */
function createPlainKindFinder({ hasReferences }: Annotations, depth: number): (object: object) => Kind | undefined {
  if (!hasReferences && depth <= maxDepth) return () => unchangedKind
  const kinds = [builtInKinds]
  return (object) => findKind(kinds, object)
}

const unchangedKind: LeafKind = { shape: 'leaf', name: '', copy: (object) => object }

type Places = Annotations['places']

/** Returns a function that finds the kind that restores the object at a place. */
function createReaders(standIns: StandIns, places: Places): (place: Place) => Kind {
  const byClass = new Map<string, Kind>()
  const readParts = (object: object): Parts => readMembers(object, places.get(object))
  const wayKind: MembersKind = {
    shape: 'members',
    name: '',
    copyMembers: (node) => readMembers(node, places.get(node)),
  }
  const bySuperJson = {
    set: { ...setKind, readParts } as Kind,
    map: { ...mapKind, readParts: (pairs: object) => readPairs(pairs, places) } as Kind,
  }
  return ({ type }) => {
    if (type === undefined) return wayKind
    if ('superJson' in type) return bySuperJson[type.superJson]
    let kind = byClass.get(type.className)
    if (kind === undefined) {
      kind = createClassReader(type.className, standIns, readParts)
      byClass.set(type.className, kind)
    }
    return kind
  }
}

function createClassReader(name: string, { kinds, leafCodecs }: StandIns, readParts: (object: object) => Parts): Kind {
  const codec = leafCodecs.get(name)
  if (codec !== undefined) return { ...codec.kind, copy: (object) => codec.decode({ ...readParts(object) }) }
  const kind = kinds.get(name)
  if (kind?.shape !== 'container' && kind?.shape !== 'constructed') throwDamaged('do not match the value')
  return { ...kind, readParts }
}

/** Returns a copy of an array or object, with its members restored that are primitive in the JSON. */
function readMembers(object: object, place: Place | undefined): unknown[] | Record<string, unknown> {
  const members: unknown[] | Record<string, unknown> = Array.isArray(object) ? Array.from(object) : { ...object }
  for (const { key, type } of place?.leaves ?? []) {
    Reflect.set(members, key, reviveLeaf(Reflect.get(members, key), type))
  }
  return members
}

function readPairs(pairs: object, places: Places): unknown[] {
  return Object.values(pairs).flatMap((pair: object) => {
    const place = places.get(pair)
    if (place?.type !== undefined) throwDamaged('do not match the value')
    return readMembers(pair, place)
  })
}

/** Returns -1, which no object has as its index, if the text does not hold a number. */
function readReference(object: object, type: ContainerType | undefined): number | undefined {
  if (type === undefined || !('className' in type) || type.className !== referenceName) return undefined
  const number: unknown = Reflect.get(object, 'number')
  return Number.isSafeInteger(number) ? Number(number) : -1
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry is damaged: its annotations ${reason}`)
}
