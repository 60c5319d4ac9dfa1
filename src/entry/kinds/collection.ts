import { hasLongTexts } from '#environment'
import { listNamedKeys } from '../../key/inspect-object.ts'
import type { ContainerKind, MembersKind, Refuse } from './kind.ts'
import { readProperties, refuseExtraProperties, writeProperties } from './properties.ts'

type Properties = Readonly<Record<string, unknown>>

export const arrayKind: MembersKind<unknown[]> = { shape: 'members', name: 'Array', copyMembers: copyElements }

export const objectKind: MembersKind = {
  shape: 'members',
  name: 'Object',
  copyMembers: (value, refuse) => {
    // The tag is Arguments, Date or Error if only the prototype is that of a plain object.
    if (Object.prototype.toString.call(value) !== '[object Object]') {
      refuse(hasLongTexts && 'it is not a plain object; store a plain object instead')
    }
    return readProperties(value, refuse)
  },
}

export const nullPrototypeKind: ContainerKind<object, Properties> = {
  shape: 'container',
  name: 'Object.create(null)',
  readParts: readProperties,
  create: () => Object.create(null),
  fill: writeProperties,
}

/** The parts are keys and values in turn. */
export const mapKind: ContainerKind<Map<unknown, unknown>, readonly unknown[]> = {
  shape: 'container',
  name: 'Map',
  readParts: (value, refuse) => {
    refuseExtraProperties(value, refuse)
    return [...value].flat(1)
  },
  create: () => new Map(),
  fill: (target, parts) => {
    for (let index = 0; index < parts.length; index += 2) target.set(parts[index], parts[index + 1])
  },
  labelPart: (index) => `[${index >> 1}].${index % 2 === 0 ? 'key' : 'value'}`,
}

export const setKind: ContainerKind<Set<unknown>, readonly unknown[]> = {
  shape: 'container',
  name: 'Set',
  readParts: (value, refuse) => {
    refuseExtraProperties(value, refuse)
    return [...value]
  },
  create: () => new Set(),
  fill: (target, parts) => {
    for (const part of parts) target.add(part)
  },
}

function copyElements(array: unknown[], refuse: Refuse): unknown[] {
  if (!Array.isArray(array)) refuse(hasLongTexts && 'it is not a real array; store an array instead')
  refuseExtraProperties(array, refuse, listNamedKeys(array))
  if (Object.keys(array).length !== array.length) refuseHoles(refuse)
  // A copy: the walk does not call the accessors of the array again, nor the methods of another realm.
  return Array.from(array)
}

/** From this length on, a list of the values is faster, because it needs no string for each index. */
const longArray = 1_000

/** True if an array has neither holes nor named properties. Also true if it has as many holes as named properties. */
export function hasOnlyElements(array: readonly unknown[]): boolean {
  const properties = array.length < longArray ? Object.keys(array) : Object.values(array)
  return properties.length === array.length
}

export function refuseHoles(refuse: Refuse): never {
  return refuse(hasLongTexts && 'an array with holes cannot be stored; fill them, for example with null')
}
