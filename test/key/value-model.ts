// A model describes a value as data, so a test can compare two values without the code under test.
//
//     in    a `Model`
//     out   buildValue: the value; its Maps, Sets and objects are filled in a given order
//           identityOf: a text that is the same for equal values

export type Model =
  | { kind: 'primitive'; value: number | string | boolean | bigint | null | undefined }
  | { kind: 'boxed'; value: number | string | boolean }
  | { kind: 'date'; time: number }
  | { kind: 'regExp'; source: string; flags: string }
  | { kind: 'url'; path: string }
  | { kind: 'error'; type: 'Error' | 'TypeError' | 'RangeError'; message: string }
  | { kind: 'bytes'; type: 'Uint8Array' | 'Int8Array' | 'Uint16Array' | 'Float64Array'; bytes: number[] }
  | { kind: 'array'; members: (Model | 'hole')[] }
  | { kind: 'object' | 'bare' | 'point' | 'vector'; entries: [string, Model][] }
  | { kind: 'map'; entries: [Model, Model][] }
  | { kind: 'set'; members: Model[] }

class Point {}
class Vector {}

const TYPES = { Error, TypeError, RangeError, Uint8Array, Int8Array, Uint16Array, Float64Array }
const HOLDERS = {
  object: () => ({}),
  bare: () => Object.create(null),
  point: () => new Point(),
  vector: () => new Vector(),
}

export function buildValue(model: Model, order: Order = (list) => list): unknown {
  const value = (member: Model): unknown => buildValue(member, order)
  switch (model.kind) {
    case 'primitive':
      return model.value
    case 'boxed':
      return Object(model.value)
    case 'date':
      return new Date(model.time)
    case 'regExp':
      return new RegExp(model.source, model.flags)
    case 'url':
      return new URL(model.path, 'https://a.example/')
    case 'error':
      return new TYPES[model.type](model.message)
    case 'bytes':
      return TYPES[model.type].from(model.bytes)
    case 'array':
      return buildArray(model.members, value)
    case 'map':
      return new Map(
        order(removeDuplicates(model.entries, ([key]) => key)).map(([key, member]) => [
          value(normalizeKey(key)),
          value(member),
        ]),
      )
    case 'set':
      return new Set(
        order(removeDuplicates(model.members, (member) => member)).map((member) => value(normalizeKey(member))),
      )
    default:
      return Object.assign(
        HOLDERS[model.kind](),
        Object.fromEntries(order(listEntries(model)).map(([key, member]) => [key, value(member)])),
      )
  }
}

/** Puts the members of a Map, a Set or an object into an order. */
export type Order = <T>(list: readonly T[]) => readonly T[]

export function identityOf(model: Model): string {
  return JSON.stringify(normalize(model))
}

function normalize(model: Model): unknown {
  switch (model.kind) {
    case 'primitive':
    case 'boxed':
      return [model.kind, typeof model.value, Object.is(model.value, -0) ? '-0' : String(model.value)]
    case 'date':
      return [model.kind, String(model.time)]
    case 'bytes':
      return [
        model.kind,
        model.type,
        [...TYPES[model.type].from(model.bytes)].map((element) => (Object.is(element, -0) ? '-0' : element)),
      ]
    case 'array':
      return [model.kind, model.members.map((member) => (member === 'hole' ? 'hole' : normalize(member)))]
    case 'map':
      return [
        model.kind,
        sortedTexts(
          removeDuplicates(model.entries, ([key]) => key).map(([key, member]) => [
            normalize(normalizeKey(key)),
            normalize(member),
          ]),
        ),
      ]
    case 'set':
      return [
        model.kind,
        sortedTexts(
          removeDuplicates(model.members, (member) => member).map((member) => normalize(normalizeKey(member))),
        ),
      ]
    case 'regExp':
    case 'url':
    case 'error':
      return model
    default:
      // A plain object is plain whatever its prototype.
      return [
        model.kind === 'bare' ? 'object' : model.kind,
        sortedTexts(listEntries(model).map(([key, member]) => [key, normalize(member)])),
      ]
  }
}

function sortedTexts(list: unknown[]): string[] {
  return list.map((each) => JSON.stringify(each)).sort()
}

function buildArray(members: readonly (Model | 'hole')[], value: (member: Model) => unknown): unknown[] {
  const array: unknown[] = new Array(members.length)
  members.forEach((member, index) => {
    if (member !== 'hole') array[index] = value(member)
  })
  return array
}

/** A later value of a property replaces an earlier one. An instance needs at least one property. */
function listEntries(model: { kind: string; entries: [string, Model][] }): [string, Model][] {
  const entries = [...new Map(model.entries)]
  const needsOne = (model.kind === 'point' || model.kind === 'vector') && entries.length === 0
  return needsOne ? [['x', { kind: 'primitive', value: 0 }]] : entries
}

/** A Map or a Set contains equal primitives once, and 0 in place of -0. The model contains equal objects once, too. */
function removeDuplicates<T>(list: readonly T[], keyOf: (each: T) => Model): T[] {
  return [...new Map(list.map((each) => [identityOf(normalizeKey(keyOf(each))), each])).values()]
}

function normalizeKey(model: Model): Model {
  return model.kind === 'primitive' && model.value === 0 ? { kind: 'primitive', value: 0 } : model
}
