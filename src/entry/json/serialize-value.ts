// Converts values that are not plain JSON to JSON with the annotations of superjson. revive-value.ts is the way back. Each
// direction is one walk by transform-value.ts, and superjson itself converts the values without parts (leaves.ts), because
//
// - it drops functions and unregistered classes, and some properties of errors, dates and buffers: stand-ins.ts replaces these,
// - it refuses the keys `constructor` and `prototype`, and copies the way from the root for every value that it visits,
// - its `referentialEqualities` reorder Sets and Maps and do not look into class instances, and its text grows exponentially with
//   shared objects: an object that occurs again is a stand-in, too, with the index of its first occurrence,
// - it follows annotations wherever they lead: read-annotations.ts checks them.

import type { AllowedTypes } from '../allowed-types.ts'
import { builtInKinds, findKind, referenceName } from '../kinds/built-in-kinds.ts'
import { mapKind, setKind } from '../kinds/collection.ts'
import type { Kind, LeafKind } from '../kinds/kind.ts'
import { writeProperties } from '../kinds/properties.ts'
import { transformValue } from '../kinds/transform-value.ts'
import { serializeLeaf } from './leaves.ts'
import type { StandIns } from './stand-ins.ts'
import { getStandIns } from './stand-ins.ts'
import type { AnnotationType } from './write-annotations.ts'
import { AnnotationWriter } from './write-annotations.ts'

/** A value as JSON, and the annotations of superjson for values that are not plain JSON. */
export interface AnnotatedJson {
  readonly json: unknown
  readonly meta?: unknown
}

/** Converts a value to JSON. Throws `UnsafeTypeError` for a value that cannot be stored. */
export function serializeValue(value: unknown, types: AllowedTypes): AnnotatedJson {
  const annotations = new AnnotationWriter()
  const kinds = [builtInKinds, types.kinds]
  const toJsonKind = createJsonKinds(getStandIns(types), annotations)
  const transform = {
    findKind: (object: object) => {
      const kind = findKind(kinds, object)
      return kind && toJsonKind(kind)
    },
    createReference: (_result: unknown, index: number) => {
      annotations.add(['class', referenceName])
      return { number: index }
    },
    transformPrimitive: (primitive: unknown) =>
      isJsonPrimitive(primitive) ? primitive : writeLeaf(primitive, annotations),
  }
  const json = transformValue(value, transform, annotations.keys)
  const values = annotations.finish()
  return values === undefined ? { json } : { json, meta: { values, v: 1 } }
}

/** Returns a function that finds, for a kind, the kind that converts its objects to JSON and annotates them. */
function createJsonKinds(standIns: StandIns, annotations: AnnotationWriter): (kind: Kind) => Kind {
  const known = new Map<Kind, Kind>()
  return (kind) => {
    if (kind.shape === 'members') return kind
    let jsonKind = known.get(kind)
    if (jsonKind === undefined) {
      jsonKind = createJsonKind(kind, standIns, annotations)
      known.set(kind, jsonKind)
    }
    return jsonKind
  }
}

function createJsonKind(
  kind: Exclude<Kind, { shape: 'members' }>,
  standIns: StandIns,
  annotations: AnnotationWriter,
): Kind {
  if (kind.shape === 'leaf') return createJsonLeafKind(kind, standIns, annotations)
  const type: AnnotationType = kind === mapKind ? 'map' : kind === setKind ? 'set' : ['class', kind.name]
  const readParts: typeof kind.readParts = (value, refuse) => {
    const parts = kind.readParts(value, refuse)
    annotations.open(type, kind === mapKind)
    return parts
  }
  if (kind.shape === 'constructed') {
    const construct: typeof kind.construct = (parts) => {
      annotations.close()
      return parts
    }
    return { ...kind, readParts, construct }
  }
  const fill: typeof kind.fill = (target, parts) => {
    annotations.close()
    if (kind === mapKind) fillPairs(target, parts)
    else writeProperties(target, parts)
  }
  return { ...kind, readParts, create: () => (Array.isArray(type) ? {} : []), fill }
}

/** Puts keys and values, which follow each other in `parts`, into an array of pairs. */
function fillPairs(pairs: object, parts: object): void {
  const list = Object.values(parts)
  for (let index = 0; index < list.length; index += 2) Reflect.set(pairs, index / 2, [list[index], list[index + 1]])
}

function createJsonLeafKind(kind: LeafKind, { leafCodecs }: StandIns, annotations: AnnotationWriter): LeafKind {
  const codec = leafCodecs.get(kind.name)
  const copy: LeafKind['copy'] = (value, refuse) => {
    const copied = kind.copy(value, refuse)
    const parts = codec?.encode(Object(copied))
    if (parts === undefined) return writeLeaf(copied, annotations)
    annotations.add(['class', kind.name])
    return parts
  }
  return { ...kind, copy }
}

function writeLeaf(value: unknown, annotations: AnnotationWriter): unknown {
  const { json, type } = serializeLeaf(value)
  annotations.add(type)
  return json
}

function isJsonPrimitive(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return typeof value === 'string' || typeof value === 'boolean' || value === null
}
