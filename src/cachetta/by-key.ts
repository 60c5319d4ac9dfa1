// What hooks do by key, without React: the same entries, the same words. A key is an argument list, or a cached function and
// its arguments; a falsy key, and a function that returns one or throws, asks for nothing.

import { fetchAhead, makeReady } from '../engine/ahead.ts'
import type { Asked, Wish } from '../engine/asked.ts'
import { askedBy } from '../engine/asked.ts'
import type { Face } from '../engine/faces.ts'
import { faceOf } from '../engine/faces.ts'
import { glance } from '../engine/glance.ts'
import { listen } from '../engine/listen.ts'
import { mutateKeys } from '../engine/mutate-keys.ts'
import type { MutateOptions } from '../engine/mutate-options.ts'
import type { Context } from '../engine/question.ts'
import { restore } from '../engine/restore.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import type { Cachetta } from './interface.ts'

/** Gets the value of a key. */
type Fetcher<Value, Key> = (key: Key, context: Context) => Value | Promise<Value>

/**
 * Changes the value of a key, or of every key that passes a filter (of those shown or in memory), and has whoever shows it
 * fetch anew. Without a change it only does the latter. Resolves with what the change gave; for a filter with a list.
 * `undefined` as the change forgets the value.
 */
export function mutate<Value = unknown, Result = Value>(
  cache: Cachetta,
  key: unknown,
  ...change:
    | []
    | [
        change: Value | Promise<Result> | ((committed: Value | undefined) => Result | Promise<Result>) | undefined,
        options?: MutateOptions<Value, Result> | boolean,
      ]
): Promise<unknown> {
  return mutateKeys(faceFor(cache), key, change)
}

/**
 * Fetches what a hook will show soon, and resolves with it. The hook uses it once without a fetch of its own; after an error
 * it fetches. A cached function in the key needs no fetcher.
 */
export async function preload<Value, const Key>(
  cache: Cachetta,
  key: Key,
  fetcher?: Fetcher<Value, Key>,
): Promise<Value | undefined> {
  const asked = askedFor(cache, key)
  return asked && (fetchAhead(asked, fetchFor(asked, fetcher)) as Promise<Value>) // what the fetcher, or the function, returns
}

/** Sees to it that the entry is in memory and fresh by `options`: from the store, else by a fetch. Never rejects for a failed fetch. */
export async function prefetch<Value, const Key>(
  cache: Cachetta,
  key: Key,
  fetcher?: Fetcher<Value, Key> | null,
  options?: Wish,
): Promise<void> {
  const asked = askedFor(cache, key, options)
  if (asked) await makeReady(asked, fetchFor(asked, fetcher ?? undefined))
}

/** Calls `listener` with the value after each change of it, by whomever; memory holds it meanwhile. Returns how to stop. */
export function subscribe<Value = unknown>(
  cache: Cachetta,
  key: unknown,
  listener: (value: Value | undefined) => void,
): () => void {
  const asked = askedFor(cache, key)
  if (asked === undefined) return () => {}
  const tell = () => listener(shownOf(asked) as Value | undefined) // the caller's word for what is stored
  return listen(asked.face.engine, asked, (news) => {
    if (news === 'changed') tell()
    if (news === 'elsewhere') return restore(asked.face.engine, asked).then(tell)
  })
}

/** What memory holds of a key and may be shown, without waiting; `undefined` where it holds nothing. */
export function peek<Value = unknown>(cache: Cachetta, key: unknown): Value | undefined {
  const asked = askedFor(cache, key)
  return asked && (shownOf(asked) as Value | undefined) // the caller's word for what is stored
}

function shownOf(asked: Asked): unknown {
  return glance(asked.face.engine, asked)?.entry.value
}

function askedFor(cache: Cachetta, key: unknown, wish: Wish = {}): Asked | undefined {
  return askedBy(key, faceFor(cache), wish)
}

function faceFor(cache: unknown): Face {
  const face = faceOf(cache)
  if (face) return face
  throw new InvalidOptionError(`cache: ${shown(cache)} was given; accepted is a Cachetta`)
}

function fetchFor<Key>({ args, face: { fn }, key }: Asked, fetcher: Fetcher<unknown, Key> | undefined) {
  if (fetcher) return (context: Context) => fetcher(key as Key, context) // the key was resolved from the one of that type
  if (fn) return () => fn(...args)
  throw new InvalidOptionError(
    'fetcher: none was given; accepted is a function of the key, or a cached function in the key',
  )
}
