// Checks the result of JSON.parse before anything reads it, because anyone could have written the text.
//
//     in    the JSON of an entry, and the annotations of superjson
//     out   nothing, or an UnsafeTypeError or a StoreError
//
// Annotations are a tree of `[type]` and `[type, { path: tree }]`. A path is relative to the node above. Its keys are joined by
// dots, and a dot or backslash in a key has a backslash before it. superjson applies the annotations in order and follows every
// path. So each path is followed here first, through own properties only, and each annotation must be one that superjson writes.

import { StoreError, UnsafeTypeError } from '../../errors.ts'
import { isUnsafeKey } from '../kinds/properties.ts'
import { maxDepth } from '../kinds/transform-value.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** One level of a value can take two levels of JSON, for example in a Map. The object around the value takes a few more. */
const maxJsonDepth = 2 * maxDepth + 10

/** Throws for JSON that is deeper than any entry, or that has a key through which a value could reach a prototype. */
export function checkJson(json: unknown, depth = 0): void {
  if (typeof json !== 'object' || json === null) return
  if (depth > maxJsonDepth) {
    throw new StoreError('DAMAGED', `the entry is damaged: it is nested deeper than ${maxJsonDepth} levels`)
  }
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) checkJson(json[index], depth + 1)
    return
  }
  // The loop visits own properties only: JSON.parse creates plain objects, and `Object.prototype` has no enumerable properties.
  for (const key in json) {
    if (isUnsafeKey(key)) {
      throw new UnsafeTypeError(`the entry has the key ${key}, which could change a prototype; delete the entry`)
    }
    checkJson(json[key as keyof typeof json], depth + 1) // `key` is one of its keys
  }
}

type MatchesType = (json: unknown) => boolean

const numberTexts: readonly unknown[] = ['NaN', 'Infinity', '-Infinity', '-0']

/** The types of superjson that an entry may use, and which JSON represents each. */
const superJsonTypes: ReadonlyMap<unknown, MatchesType> = new Map<unknown, MatchesType>([
  ['undefined', (json) => json === null],
  ['number', (json) => numberTexts.includes(json)],
  ['bigint', (json) => typeof json === 'string' && /^-?\d+$/.test(json)],
  ['Date', (json) => typeof json === 'string' && !Number.isNaN(Date.parse(json))],
  ['regexp', (json) => typeof json === 'string' && json.startsWith('/')],
  ['URL', (json) => typeof json === 'string'],
  ['set', Array.isArray],
  ['map', (json) => Array.isArray(json) && json.every((pair) => Array.isArray(pair) && pair.length === 2)],
])

/**
 * Checks the annotations that superjson would follow. `classNames` lists the registered classes. Throws `UnsafeTypeError` for any
 * other type, and `StoreError` for an annotation that superjson does not write.
 */
export function checkAnnotations(json: unknown, meta: unknown, classNames: ReadonlySet<string>): void {
  if (!isObject(meta) || Object.keys(meta).join() !== 'values,v' || meta['v'] !== 1) throwDamaged('have another format')

  function checkTree(tree: unknown, node: unknown): void {
    if (!Array.isArray(tree) || tree.length === 0 || tree.length > 2) throwDamaged('have another format')
    checkType(tree[0], node, classNames)
    if (tree.length === 2) checkPaths(tree[1], node)
  }

  function checkPaths(children: unknown, node: unknown): void {
    if (!isObject(children)) throwDamaged('have another format')
    const root: Place = { isAnnotated: false, children: new Map() }
    for (const [path, tree] of Object.entries(children)) checkTree(tree, followPath(splitPath(path), node, root))
  }

  if (isObject(meta['values'])) checkPaths(meta['values'], json)
  else checkTree(meta['values'], json)
}

function checkType(type: unknown, node: unknown, classNames: ReadonlySet<string>): void {
  if (Array.isArray(type) && type.length === 2 && type[0] === 'class' && classNames.has(type[1])) {
    if (!isObject(node)) throwDamaged('do not match the value')
    return
  }
  const matches = superJsonTypes.get(type)
  if (matches === undefined) {
    const name = JSON.stringify(type)
    throw new UnsafeTypeError(
      `the entry has a value of the type ${name}, which allowedTypes does not list; list it there`,
    )
  }
  if (!matches(node)) throwDamaged('do not match the value')
}

/** A place in the value. superjson annotates each place once, and an outer place before the places in it. */
interface Place {
  isAnnotated: boolean
  readonly children: Map<string, Place>
}

/** Returns the node at a path, and marks its place as annotated. */
function followPath(keys: readonly string[], root: unknown, rootPlace: Place): unknown {
  let node = root
  let place = rootPlace
  for (const key of keys) {
    node = readOwnMember(node, key)
    place = getChild(place, key)
    if (place.isAnnotated) throwDamaged('name a place twice')
  }
  if (place.children.size > 0) throwDamaged('name a place twice')
  place.isAnnotated = true
  return node
}

function readOwnMember(node: unknown, key: string): unknown {
  const isMember = Array.isArray(node)
    ? /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < node.length
    : isObject(node) && Object.hasOwn(node, key)
  return isMember ? Reflect.get(Object(node), key) : throwDamaged('name a place that does not exist')
}

function getChild(place: Place, key: string): Place {
  const existing = place.children.get(key)
  if (existing !== undefined) return existing
  const child: Place = { isAnnotated: false, children: new Map() }
  place.children.set(key, child)
  return child
}

/** Splits a path in the same way as superjson. */
function splitPath(path: string): string[] {
  const keys: string[] = []
  let key = ''
  for (const token of path.match(pathTokens) ?? []) {
    if (token === '\\') throwDamaged('have another format')
    if (token === '.') {
      keys.push(key)
      key = ''
    } else key += token.startsWith('\\') ? token.slice(1) : token
  }
  return [...keys, key]
}

/** An escaped character, a run of ordinary characters, the dot between keys, or a backslash that escapes nothing. */
const pathTokens = /\\[\\.]|[^\\.]+|\.|\\/g

function isObject(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function throwDamaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry is damaged: its annotations ${reason}`)
}
