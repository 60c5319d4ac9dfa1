// superjson's annotations are a tree of `[type]` and `[type, { path: tree }]`, where a path is relative to the node
// above, its keys are joined by dots, and dots and backslashes in a key are escaped. superjson applies them in order and
// goes where they lead. Here each is followed first, over own properties only, and must be one that superjson writes.

import { StoreError, UnsafeTypeError } from '../errors.ts'

/** Which places of a node are annotated already: superjson names each once, and the outer before the inner. */
interface Taken {
  isAnnotated: boolean
  readonly below: Map<string, Taken>
}

type Fits = (json: unknown) => boolean

const numbers: readonly unknown[] = ['NaN', 'Infinity', '-Infinity', '-0']

/** superjson's own types that are read back, and what stands for them in the JSON. */
const ownTypes: ReadonlyMap<unknown, Fits> = new Map<unknown, Fits>([
  ['undefined', (json) => json === null],
  ['number', (json) => numbers.includes(json)],
  ['bigint', (json) => typeof json === 'string' && /^-?\d+$/.test(json)],
  ['Date', (json) => typeof json === 'string' && !Number.isNaN(Date.parse(json))],
  ['regexp', (json) => typeof json === 'string' && json.startsWith('/')],
  ['URL', (json) => typeof json === 'string'],
  ['set', Array.isArray],
  ['map', (json) => Array.isArray(json) && json.every((pair) => Array.isArray(pair) && pair.length === 2)],
])

/** Checks all that superjson would follow. Throws `UnsafeTypeError` for a type that is not in `names`, `StoreError` for the rest. */
export function checkAnnotations(json: unknown, meta: unknown, names: ReadonlySet<string>): void {
  if (!isRecord(meta) || Object.keys(meta).join() !== 'values,v' || meta['v'] !== 1) damaged('are not in their form')

  function checkTree(tree: unknown, node: unknown): void {
    if (!Array.isArray(tree) || tree.length === 0 || tree.length > 2) damaged('are not in their form')
    checkType(tree[0], node, names)
    if (tree.length === 2) checkPaths(tree[1], node)
  }

  function checkPaths(children: unknown, node: unknown): void {
    if (!isRecord(children)) damaged('are not in their form')
    const taken: Taken = { isAnnotated: false, below: new Map() }
    for (const [path, tree] of Object.entries(children)) checkTree(tree, follow(keysOf(path), node, taken))
  }

  if (isRecord(meta['values'])) checkPaths(meta['values'], json)
  else checkTree(meta['values'], json)
}

function checkType(type: unknown, node: unknown, names: ReadonlySet<string>): void {
  if (Array.isArray(type) && type.length === 2 && type[0] === 'class' && names.has(type[1])) {
    if (!isRecord(node)) damaged('do not fit the value')
    return
  }
  const fits = ownTypes.get(type)
  if (fits === undefined) {
    throw new UnsafeTypeError(
      `the entry holds a value of the type ${JSON.stringify(type)}, which allowedTypes does not list`,
    )
  }
  if (!fits(node)) damaged('do not fit the value')
}

function follow(keys: readonly string[], node: unknown, taken: Taken): unknown {
  let at = node
  let place = taken
  for (const key of keys) {
    at = memberOf(at, key)
    place = below(place, key)
    if (place.isAnnotated) damaged('name a place twice')
  }
  if (place.below.size > 0) damaged('name a place twice')
  place.isAnnotated = true
  return at
}

function memberOf(node: unknown, key: string): unknown {
  const isIn = Array.isArray(node)
    ? /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < node.length
    : isRecord(node) && Object.hasOwn(node, key)
  // Both own it, so that no prototype answers.
  return isIn ? Reflect.get(Object(node), key) : damaged('lead to what is not there')
}

function below(place: Taken, key: string): Taken {
  const known = place.below.get(key)
  if (known !== undefined) return known
  const made: Taken = { isAnnotated: false, below: new Map() }
  place.below.set(key, made)
  return made
}

/** Takes a path apart as superjson does. */
function keysOf(path: string): string[] {
  const keys: string[] = []
  let key = ''
  for (const piece of path.match(pieces) ?? []) {
    if (piece === '\\') damaged('are not in their form')
    if (piece === '.') {
      keys.push(key)
      key = ''
    } else key += piece.startsWith('\\') ? piece.slice(1) : piece
  }
  return [...keys, key]
}

/** An escaped character, a run of ordinary ones, the dot between keys, or a backslash that escapes nothing. */
const pieces = /\\[\\.]|[^\\.]+|\.|\\/g

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function damaged(what: string): never {
  throw new StoreError('DAMAGED', `the annotations of the entry ${what}`)
}
