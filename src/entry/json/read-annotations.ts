// Checks the annotations of a text, and finds the places in the JSON that they name.
//
//     in    the JSON of a value, and its annotations; anyone could have written both
//     out   the annotated and the surrounding objects, or an UnsafeTypeError or a StoreError
//
// Annotations are a tree of `[type]` and `[type, { path: tree }]`. A path is relative to the node above. Its keys are joined by
// dots, and a dot or backslash in a key has a backslash before it. A path is followed through own properties only, and each
// annotation must be one that write-annotations.ts writes: each place once, and an outer place before the places in it.

import { StoreError, UnsafeTypeError } from '../../errors.ts'
import { referenceName } from '../kinds/built-in-kinds.ts'
import type { JsonObject } from './check-json.ts'
import { maxBigintDigits } from './leaves.ts'

/** An array or object in the JSON that has an annotation, or that is on the way to one. */
export interface Place {
  /** `set`, `map`, or the name of a class. Absent if the array or object is only on the way to an annotation. */
  type?: ContainerType
  /** Its members that are primitive in the JSON. No key occurs twice, because no path does. */
  leaves?: Leaf[]
}

interface Leaf {
  readonly key: string
  readonly type: string
}

export type ContainerType = { readonly superJson: 'set' | 'map' } | { readonly className: string }

export interface Annotations {
  readonly places: ReadonlyMap<object, Place>
  /** The type of the whole value if it is primitive in the JSON. */
  readonly rootLeaf: string | undefined
  /** True if an object occurs more than once: then every object needs its number. */
  readonly hasReferences: boolean
}

/**
 * Reads the annotations of a value. `classNames` lists the kinds with stand-ins. Throws `UnsafeTypeError` for any other type, and
 * `StoreError` for annotations that `encodeEntry` does not write.
 */
export function readAnnotations(json: unknown, meta: unknown, classNames: ReadonlySet<string>): Annotations {
  if (!isObject(meta) || Object.keys(meta).join() !== 'values,v' || meta['v'] !== 1) throwDamaged('have another format')
  const reader = new AnnotationReader(json, classNames)
  reader.read(meta['values'])
  return reader
}

class AnnotationReader implements Annotations {
  readonly places = new Map<object, Place>()
  rootLeaf: string | undefined
  hasReferences = false
  readonly #json: unknown
  readonly #classNames: ReadonlySet<string>

  constructor(json: unknown, classNames: ReadonlySet<string>) {
    this.#json = json
    this.#classNames = classNames
  }

  read(values: unknown): void {
    if (isObject(values)) {
      this.#readPaths(values, this.#json)
      return
    }
    const [type, children] = readTree(values)
    this.#annotate(type, this.#json, (leaf) => {
      this.rootLeaf = leaf
    })
    if (children !== undefined) this.#readPaths(children, this.#json)
  }

  #readPaths(children: unknown, node: unknown): void {
    if (!isObject(children)) throwDamaged('have another format')
    for (const path of Object.keys(children)) this.#readPath(path, children[path], node)
  }

  #readPath(path: string, tree: unknown, start: unknown): void {
    const [type, children] = readTree(tree)
    const keys = splitPath(path)
    const last = keys.pop() ?? ''
    let parent = this.#enter(start)
    for (const key of keys) {
      parent = this.#enter(readOwnMember(parent, key))
      if (this.places.get(parent)?.type !== undefined) throwDamaged('name a place twice')
    }
    const node = readOwnMember(parent, last)
    this.#annotate(type, node, (leaf) => this.#addLeaf(parent, last, leaf))
    if (children !== undefined) this.#readPaths(children, node)
  }

  /** Notes that an array or object is on the way to an annotation. */
  #enter(node: unknown): object {
    if (typeof node !== 'object' || node === null) throwDamaged('name a place that does not exist')
    if (!this.places.has(node)) this.places.set(node, {})
    return node
  }

  #annotate(type: unknown, node: unknown, setLeaf: (type: string) => void): void {
    const containerType = this.#checkType(type, node)
    if (containerType === undefined) {
      setLeaf(String(type))
      return
    }
    const container = Object(node) // each container type matches arrays or objects only
    if (this.places.has(container)) throwDamaged('name a place twice')
    this.places.set(container, { type: containerType })
  }

  #addLeaf(parent: object, key: string, type: string): void {
    const place = this.places.get(parent)
    if (place === undefined) return
    place.leaves ??= []
    place.leaves.push({ key, type })
  }

  /** Returns the type of an array or object; `undefined` for the type of a primitive value. */
  #checkType(type: unknown, node: unknown): ContainerType | undefined {
    if (isClassAnnotation(type) && this.#classNames.has(type[1])) {
      if (!isObject(node)) throwDamaged('do not match the value')
      if (type[1] === referenceName) this.hasReferences = true
      return { className: type[1] }
    }
    const matches = superJsonTypes.get(type)
    if (matches === undefined) {
      const name = JSON.stringify(type)
      throw new UnsafeTypeError(
        `the entry has a value of the type ${name}, which allowedTypes does not list; list it there`,
      )
    }
    if (!matches(node)) throwDamaged('do not match the value')
    return type === 'set' || type === 'map' ? { superJson: type } : undefined
  }
}

function readTree(tree: unknown): readonly [type: unknown, children?: unknown] {
  if (!Array.isArray(tree) || tree.length === 0 || tree.length > 2) throwDamaged('have another format')
  return tree.length === 2 ? [tree[0], tree[1]] : [tree[0]]
}

function isClassAnnotation(type: unknown): type is readonly ['class', string] {
  return Array.isArray(type) && type.length === 2 && type[0] === 'class' && typeof type[1] === 'string'
}

type MatchesType = (json: unknown) => boolean

const numberTexts: readonly unknown[] = ['NaN', 'Infinity', '-Infinity', '-0']

/** The types of superjson that an entry may use, and which JSON represents each. */
const superJsonTypes: ReadonlyMap<unknown, MatchesType> = new Map<unknown, MatchesType>([
  ['undefined', (json) => json === null],
  ['number', (json) => numberTexts.includes(json)],
  ['bigint', (json) => typeof json === 'string' && json.length <= maxBigintDigits + 1 && /^-?\d+$/.test(json)],
  ['Date', (json) => typeof json === 'string' && !Number.isNaN(Date.parse(json))],
  ['regexp', (json) => typeof json === 'string' && json.startsWith('/')],
  ['URL', (json) => typeof json === 'string'],
  ['set', Array.isArray],
  ['map', (json) => Array.isArray(json) && json.every((pair) => Array.isArray(pair) && pair.length === 2)],
])

function readOwnMember(node: object, key: string): unknown {
  const isMember = Object.hasOwn(node, key) && !(Array.isArray(node) && key === 'length')
  return isMember ? Reflect.get(node, key) : throwDamaged('name a place that does not exist')
}

/** Splits a path in the same way as superjson. */
function splitPath(path: string): string[] {
  if (!path.includes('\\')) return path.split('.')
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
