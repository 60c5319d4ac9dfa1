// A value as a text, for the way between two programs: an API route, a queue, a worker. A file of the cache has a header and a
// checksum besides.

import { CachettaError, StoreError } from '../../errors.ts'
import type { AllowedType } from '../allowed-types.ts'
import { createAllowedTypes } from '../allowed-types.ts'
import type { JsonObject } from './check-json.ts'
import { checkJson } from './check-json.ts'
import { maxTextLevels } from './json-codec.ts'
import { parseJson } from './parse-json.ts'
import { readValue, writeValue } from './value-text.ts'

/** The options of `serialize` and `deserialize`. Both sides need the same types. */
export interface SerializeOptions {
  /** Classes whose instances are allowed, in addition to the built-in types. */
  readonly allowedTypes?: readonly AllowedType[]
}

/**
 * Converts a value to a JSON text that keeps `Date`, `Map`, `Set`, `bigint`, `URL`, `Error`, binary data, `undefined`, and references
 * to the same object. Plain JSON stays as it is in the member `value`, so any other program can read it.
 * @throws {UnsafeTypeError} when the value would change if it were written and read. The message names the place in the value.
 * @throws {InvalidOptionError} when `allowedTypes` is no list of types.
 * @example
 * ```ts
 * import { serialize } from 'cachetta'
 *
 * export async function GET(): Promise<Response> {
 *   const user = await fetchUser(1)
 *   return new Response(serialize(user), { headers: { 'content-type': 'application/json' } })
 * }
 * ```
 */
export function serialize(value: unknown, { allowedTypes }: SerializeOptions = {}): string {
  return `{"value":${writeValue(value, createAllowedTypes(allowedTypes))}}`
}

/**
 * Restores the value from a text of `serialize`, or from what `JSON.parse` makes of it. Does not trust it: it restores only built-in
 * types and `allowedTypes`, and never changes a prototype.
 * @throws {UnsafeTypeError} when the text has a type that `allowedTypes` does not list, or a key that could change a prototype.
 * @throws {StoreError} when `serialize` did not write the text. Its code is `DAMAGED`.
 * @throws {InvalidOptionError} when `allowedTypes` is no list of types.
 * @example
 * ```tsx
 * import { deserialize } from 'cachetta'
 * import { useCachetta } from 'cachetta/react'
 *
 * const fetchApi = async (url: string) => deserialize<User>(await (await fetch(url)).text())
 *
 * function Profile() {
 *   const { data } = useCachetta('/api/user', fetchApi)
 *   return <p>{data?.name}</p>
 * }
 * ```
 */
export function deserialize<Value = unknown>(text: unknown, { allowedTypes }: SerializeOptions = {}): Value {
  const types = createAllowedTypes(allowedTypes)
  try {
    const json = typeof text === 'string' ? parseJson(text, maxTextLevels) : text
    if (!hasValue(json)) throw new StoreError('DAMAGED', 'the text is not from `serialize`: it has no value')
    return readValue(json, types, checkJson(json).depth) as Value // only the caller knows what it sent
  } catch (error) {
    if (error instanceof CachettaError) throw error
    throw new StoreError('DAMAGED', `the text is not from \`serialize\`: ${String(error)}`, { cause: error })
  }
}

function hasValue(json: unknown): json is JsonObject {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, 'value')
}
