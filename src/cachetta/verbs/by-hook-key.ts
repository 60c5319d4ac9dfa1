// What hooks do by key, without React: the same entries, the same words. A key is an argument list, or a cached function and
// its arguments; a falsy key, and a function that returns one or throws, asks for nothing.

import type { MutateOptions } from '../../engine/change/mutate.ts'
import { mutateKeys } from '../../engine/change/mutate-keys.ts'
import { prefetchEntry, preloadEntry } from '../../engine/compute/preload.ts'
import { peek as peekEntry } from '../../engine/memory/peek.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { handleOf } from '../../engine/request/cache-handle.ts'
import type { ComputeContext } from '../../engine/request/request.ts'
import type { KeyRequest, PrefetchOptions } from '../../engine/request/resolve-key.ts'
import { resolveKey } from '../../engine/request/resolve-key.ts'
import { listen } from '../../engine/slot/listen.ts'
import { InvalidOptionError, shown } from '../../errors.ts'
import type { Cachetta } from '../interface.ts'

/** Gets the value of a key. */
type Fetcher<Value, Key> = (key: Key, context: ComputeContext) => Value | Promise<Value>

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
  return mutateKeys(toHandle(cache), key, change)
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
  const request = toKeyRequest(cache, key)
  return request && (preloadEntry(request, toFetch(request, fetcher)) as Promise<Value>) // what the fetcher, or the function, returns
}

/** Sees to it that the entry is in memory and fresh by `options`: from the store, else by a fetch. Never rejects for a failed fetch. */
export async function prefetch<Value, const Key>(
  cache: Cachetta,
  key: Key,
  fetcher?: Fetcher<Value, Key> | null,
  options?: PrefetchOptions,
): Promise<void> {
  const request = toKeyRequest(cache, key, options)
  if (request) await prefetchEntry(request, toFetch(request, fetcher ?? undefined))
}

/** Calls `listener` with the value after each change of it, by whomever; memory holds it meanwhile. Returns how to stop. */
export function subscribe<Value = unknown>(
  cache: Cachetta,
  key: unknown,
  listener: (value: Value | undefined) => void,
): () => void {
  const request = toKeyRequest(cache, key)
  if (request === undefined) return () => {}
  const tell = () => listener(peekValue(request) as Value | undefined) // the caller's word for what is stored
  return listen(request.handle.engine, request, (change) => {
    if (change === 'changed') tell()
    if (change === 'external') return restoreEntry(request.handle.engine, request).then(tell)
  })
}

/** What memory holds of a key and may be shown, without waiting; `undefined` where it holds nothing. */
export function peek<Value = unknown>(cache: Cachetta, key: unknown): Value | undefined {
  const request = toKeyRequest(cache, key)
  return request && (peekValue(request) as Value | undefined) // the caller's word for what is stored
}

function peekValue(request: KeyRequest): unknown {
  return peekEntry(request.handle.engine, request)?.entry.value
}

function toKeyRequest(cache: Cachetta, key: unknown, options: PrefetchOptions = {}): KeyRequest | undefined {
  return resolveKey(key, toHandle(cache), options)
}

function toHandle(cache: unknown): CacheHandle {
  const handle = handleOf(cache)
  if (handle) return handle
  throw new InvalidOptionError(`cache: ${shown(cache)} was given; accepted is a Cachetta`)
}

function toFetch<Key>({ args, handle: { fn }, key }: KeyRequest, fetcher: Fetcher<unknown, Key> | undefined) {
  if (fetcher) return (context: ComputeContext) => fetcher(key as Key, context) // the key was resolved from the one of that type
  if (fn) return () => fn(...args)
  throw new InvalidOptionError(
    'fetcher: none was given; accepted is a function of the key, or a cached function in the key',
  )
}
