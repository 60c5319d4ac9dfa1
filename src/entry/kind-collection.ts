import { keysBesideIndices } from '../key/own-keys.ts'
import type { OpenKind, Refuse } from './kind.ts'
import { ownParts, putAll, refuseProperties, refuseSymbols } from './own-parts.ts'

type Properties = Readonly<Record<string, unknown>>

export const list: OpenKind<unknown[], readonly unknown[]> = {
  shape: 'open',
  name: 'Array',
  take: elementsOf,
  make: () => [],
  fill: (made, parts) => {
    for (const part of parts) made.push(part)
  },
}

export const record: OpenKind<object, Properties> = {
  shape: 'open',
  name: 'Object',
  take: (value, refuse) => {
    // Says Arguments, Date or Error where only the prototype is an ordinary object's.
    if (Object.prototype.toString.call(value) !== '[object Object]') refuse('it is no ordinary object')
    return ownParts(value, refuse)
  },
  make: () => ({}),
  fill: putAll,
}

export const bareRecord: OpenKind<object, Properties> = {
  shape: 'open',
  name: 'Object.create(null)',
  take: ownParts,
  make: () => Object.create(null),
  fill: putAll,
}

/** Its parts are keys and values in turn. */
export const map: OpenKind<Map<unknown, unknown>, readonly unknown[]> = {
  shape: 'open',
  name: 'Map',
  take: (value, refuse) => {
    refuseProperties(value, refuse)
    return [...value].flat(1)
  },
  make: () => new Map(),
  fill: (made, parts) => {
    for (let index = 0; index < parts.length; index += 2) made.set(parts[index], parts[index + 1])
  },
  label: (index) => `[${index >> 1}].${index % 2 === 0 ? 'key' : 'value'}`,
}

export const set: OpenKind<Set<unknown>, readonly unknown[]> = {
  shape: 'open',
  name: 'Set',
  take: (value, refuse) => {
    refuseProperties(value, refuse)
    return [...value]
  },
  make: () => new Set(),
  fill: (made, parts) => {
    for (const part of parts) made.add(part)
  },
}

function elementsOf(array: unknown[], refuse: Refuse): readonly unknown[] {
  if (!Array.isArray(array)) refuse('it is no real array')
  refuseSymbols(array, refuse)
  const extra = keysBesideIndices(array)[0]
  if (extra !== undefined) refuse(`its property ${extra} would be lost; store an object that holds the array instead`)
  if (Object.keys(array).length !== array.length)
    refuse('an array with holes cannot be stored; fill them, e.g. with null')
  return array
}
