// What the panel does to an entry. Each action goes through the public functions, as the application does it.

import type { Cachetta } from 'cachetta'
import { deserialize, lookup, mutate, peek, serialize } from 'cachetta'
import type { Target } from './keys.ts'
import { isCachedFunction } from './keys.ts'

/** Hooks that show the entry fetch it. A cached function runs again, whether hooks show it or not. */
export async function revalidate({ cache, key, args }: Target): Promise<void> {
  const fn: unknown = Array.isArray(key) ? key[0] : undefined
  if (isCachedFunction(fn)) await fn.refresh(...args)
  else await mutate(cache, key)
}

export async function invalidate({ cache, args }: Target): Promise<void> {
  await cache.invalidate(...args)
}

export async function setData({ cache, key }: Target, data: unknown): Promise<void> {
  await mutate(cache, key, data, false)
}

/** The data of an entry, or the reason why there is none to show. */
export type ReadData = { readonly data: unknown } | { readonly problem: string }

/** Reads the data of an entry of whatever age: from memory, else from the store. */
export async function readData({ cache, key, args }: Target): Promise<ReadData> {
  const data: unknown = peek(cache, key)
  if (data !== undefined) return { data }
  const patient: Cachetta = cache.copy({ duration: Number.POSITIVE_INFINITY, lruSize: null, schema: null })
  const found = await lookup(patient, ...args)
  return found.hit ? { data: found.value } : { problem: 'There is no data that can be read' }
}

/** Data as a text to edit. */
export interface EditText {
  readonly text: string
  /** True if JSON alone can write the data. Else the text has the form of `serialize`, which keeps a `Date`, a `Map` and others. */
  readonly isPlain: boolean
}

/** Throws `UnsafeTypeError` if the data would change on the way. */
export function toEditText(data: unknown): EditText {
  const written: { readonly value: unknown; readonly meta?: unknown } = JSON.parse(serialize(data))
  const isPlain = written.meta === undefined
  return { text: JSON.stringify(isPlain ? written.value : written, null, 2), isPlain }
}

/** Returns the data of a text that the user has changed. Throws a `SyntaxError`, or what `deserialize` throws. */
export function parseEditText({ isPlain, text }: EditText): unknown {
  const parsed: unknown = JSON.parse(text)
  return isPlain ? parsed : deserialize(JSON.stringify(parsed))
}
