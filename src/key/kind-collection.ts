import type { Kind, Visit } from './kind.ts'
import { getter, kind } from './kind.ts'
import { keysBesideIndices, sorted } from './own-keys.ts'

const mapSize = getter<number>(Map.prototype, 'size')
const setSize = getter<number>(Set.prototype, 'size')

const ARRAY: Kind = { name: 'Array', is: Array.isArray, content: arrayText, keys: keysBesideIndices }

/** Built-in types that hold members. Entries of a Map and members of a Set are sorted by their texts. */
export const COLLECTION_KINDS: readonly Kind[] = [kind('Map', mapSize, mapText), kind('Set', setSize, setText), ARRAY]

/** `arguments` of a function: no array, and nothing but its origin tells it from `{ 0: …, 1: … }`. */
export const ARGUMENTS: Kind = {
  name: 'Arguments',
  is: isArguments,
  content: (value, visit) => `Arguments${arrayText(value, visit)}`,
  keys: keysBesideIndices,
}

/** Of all objects with the prototype of a plain one, only `arguments` is born with an iterator: a cheap first look. */
export function isArguments(value: object): boolean {
  if (!(Symbol.iterator in value) || Symbol.toStringTag in value) return false
  return Object.prototype.toString.call(value) === '[object Arguments]'
}

function arrayText(value: object, visit: Visit): string {
  const list = value as ArrayLike<unknown> // `is` has looked
  let text = '['
  for (let index = 0; index < list.length; index++) {
    const member = visit(list[index], index)
    text += index === 0 ? '' : ','
    text += member === 'undefined' && !(index in list) ? 'hole' : member
  }
  return `${text}]`
}

function mapText(_size: number, visit: Visit, map: object): string {
  const entries: string[] = []
  // Applied, since a subclass may override it; the slot was just read.
  Map.prototype.forEach.call(map as Map<unknown, unknown>, (value, key) => {
    const keyText = visit(key, { phrase: '.keys()' })
    entries.push(`${keyText}=>${visit(value, { phrase: `.get(${keyText})` })}`)
  })
  return sorted(entries).join(',')
}

function setText(_size: number, visit: Visit, set: object): string {
  const members: string[] = []
  Set.prototype.forEach.call(set as Set<unknown>, (member) => {
    members.push(visit(member, { phrase: '.values()' }))
  })
  return sorted(members).join(',')
}
