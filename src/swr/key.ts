// Keys as SWR writes them. A key becomes one text, by the rules of SWR. The text names the entry, so it is the same in
// `unstable_serialize`, in `cache`, in `fallback`, in callbacks and on the disk.

// biome-ignore lint/suspicious/noExplicitAny: programs written for SWR read data and keys without a type of their own
export type Loose = any

/** The arguments of a key, as an array. */
export type ArgumentsTuple = readonly [Loose, ...unknown[]]

/** What a key can be: a text, an array of arguments or an object. A falsy value is no key. */
export type Arguments = string | ArgumentsTuple | Record<Loose, Loose> | null | undefined | false

/** A key, or a function that returns it. A function that throws returns no key. */
export type Key = Arguments | (() => Arguments)

/** A key whose type is kept as a tuple. */
export type StrictKey = StrictTupleKey | (() => StrictTupleKey)

/** A tuple, or no key. */
export type StrictTupleKey = ArgumentsTuple | null | undefined | false

/** Returns the key of a page of a list. `null` in place of the function shows no list. */
export type KeyLoader<Args extends Arguments = Arguments> =
  | ((index: number, previousPageData: Loose | null) => Args)
  | null

/** What a fetcher returns. */
export type FetcherResponse<Data = unknown> = Data | Promise<Data>

/** A fetcher for keys that the types do not know. */
export type BareFetcher<Data = unknown> = (...args: Loose[]) => FetcherResponse<Data>

/** Gets the data of a key. It gets what the key is, or what its function returns, as one argument. */
export type Fetcher<Data = unknown, SWRKey extends Key = Key> = SWRKey extends () => infer Returned
  ? (arg: Exclude<Returned, null | undefined | false>) => FetcherResponse<Data>
  : SWRKey extends null | undefined | false
    ? never
    : (arg: SWRKey) => FetcherResponse<Data>

/** A key, serialized and as the fetcher gets it. The text is empty without a key. */
export type SerializedKey = readonly [id: string, argument: Arguments]

/** Serializes a key. Calls it first if it is a function. */
export function serialize(key: Key): SerializedKey {
  const argument = callKey(key)
  if (typeof argument === 'string') return [argument, argument]
  const isKey = Array.isArray(argument) ? argument.length > 0 : Boolean(argument)
  return [isKey ? textOf(argument) : '', argument]
}

/**
 * Returns the text that names the entry of a key in `cache` and in `fallback`. It is empty without a key.
 * @example
 * ```tsx
 * import { SWRConfig, unstable_serialize } from 'cachetta/swr'
 *
 * export const App = () => (
 *   <SWRConfig value={{ fallback: { [unstable_serialize(['user', 1])]: { name: 'Ada' } } }}>
 *     <p>Hooks with the key ['user', 1] show Ada at once.</p>
 *   </SWRConfig>
 * )
 * ```
 */
export function unstable_serialize(key: Key): string {
  return serialize(key)[0]
}

/** True if the text names an object by its identity. Another page would give the same name to another object. */
export function hasIdentity(id: string): boolean {
  return identities > 0 && /(?:^|[@#,:])\d+~/.test(id)
}

function callKey(key: Key): Arguments {
  if (typeof key !== 'function') return key
  try {
    return key()
  } catch {
    return ''
  }
}

const texts = new WeakMap<object, string>()
let identities = 0
/** Part of each identity, so that no other page finds an entry under it. */
const page = Math.random().toString(36).slice(2)

function textOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Date) return value.toJSON()
  if (value instanceof RegExp || Object(value) !== value) return String(value)
  return textOfObject(value as object)
}

/** An object has its text before its members have theirs, so that a cycle ends. */
function textOfObject(object: object): string {
  const known = texts.get(object)
  if (known !== undefined) return known
  identities += 1
  const identity = `${identities}~${page}`
  texts.set(object, identity)
  const text = textOfMembers(object) ?? identity
  texts.set(object, text)
  return text
}

/** Returns `undefined` for what no members describe: a function, a Map. */
function textOfMembers(object: object): string | undefined {
  if (Array.isArray(object)) return `@${object.map((item) => `${textOf(item)},`).join('')}`
  if (Object.prototype.toString.call(object) !== '[object Object]') return undefined
  const names = Object.keys(object).sort().reverse()
  const given = names.filter((name) => Reflect.get(object, name) !== undefined)
  return `#${given.map((name) => `${name}:${textOf(Reflect.get(object, name))},`).join('')}`
}
