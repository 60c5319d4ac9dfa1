// A value described as data, so that a test knows without the code under test when two values are the same. `built`
// makes the value, in either order of what has no order; `identityOf` is equal for equal values.

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

export function built(model: Model, order: Order = (list) => list): unknown {
  const value = (member: Model): unknown => built(member, order)
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
      return arrayOf(model.members, value)
    case 'map':
      return new Map(
        order(distinct(model.entries, ([key]) => key)).map(([key, member]) => [value(asKey(key)), value(member)]),
      )
    case 'set':
      return new Set(order(distinct(model.members, (member) => member)).map((member) => value(asKey(member))))
    default:
      return Object.assign(
        HOLDERS[model.kind](),
        Object.fromEntries(order(entriesOf(model)).map(([key, member]) => [key, value(member)])),
      )
  }
}

/** How members without an order are put into one. */
export type Order = <T>(list: readonly T[]) => readonly T[]

export function identityOf(model: Model): string {
  return JSON.stringify(normal(model))
}

function normal(model: Model): unknown {
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
      return [model.kind, model.members.map((member) => (member === 'hole' ? 'hole' : normal(member)))]
    case 'map':
      return [
        model.kind,
        unordered(distinct(model.entries, ([key]) => key).map(([key, member]) => [normal(asKey(key)), normal(member)])),
      ]
    case 'set':
      return [model.kind, unordered(distinct(model.members, (member) => member).map((member) => normal(asKey(member))))]
    case 'regExp':
    case 'url':
    case 'error':
      return model
    default:
      return [model.kind, unordered(entriesOf(model).map(([key, member]) => [key, normal(member)]))]
  }
}

function unordered(list: unknown[]): string[] {
  return list.map((each) => JSON.stringify(each)).sort()
}

function arrayOf(members: readonly (Model | 'hole')[], value: (member: Model) => unknown): unknown[] {
  const array: unknown[] = new Array(members.length)
  members.forEach((member, index) => {
    if (member !== 'hole') array[index] = value(member)
  })
  return array
}

/** A property has one value; an instance needs at least one. */
function entriesOf(model: { kind: string; entries: [string, Model][] }): [string, Model][] {
  const entries = [...new Map(model.entries)]
  const needsOne = (model.kind === 'point' || model.kind === 'vector') && entries.length === 0
  return needsOne ? [['x', { kind: 'primitive', value: 0 }]] : entries
}

/** A Map and a Set hold equal primitives once, and -0 as 0. The model holds equal objects once, too. */
function distinct<T>(list: readonly T[], keyOf: (each: T) => Model): T[] {
  return [...new Map(list.map((each) => [identityOf(asKey(keyOf(each))), each])).values()]
}

function asKey(model: Model): Model {
  return model.kind === 'primitive' && model.value === 0 ? { kind: 'primitive', value: 0 } : model
}
