// The functions that work by a hook's key, without React. They reach the entries that hooks reach. A key is an argument list, or
// a cached function and its arguments. A falsy key, or a key function that returns one or throws, names no entry.

import { hasLongTexts } from '#environment'
import type { MutateOptions } from '../../engine/change/mutate.ts'
import { mutateKeys } from '../../engine/change/mutate-keys.ts'
import { prefetchEntry, preloadEntry } from '../../engine/compute/preload.ts'
import { peek as peekEntry } from '../../engine/memory/peek.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import { requireHandle } from '../../engine/request/cache-handle.ts'
import type { ComputeContext } from '../../engine/request/request.ts'
import type { KeyRequest, PrefetchOptions } from '../../engine/request/resolve-key.ts'
import { resolveKey } from '../../engine/request/resolve-key.ts'
import { listen } from '../../engine/slot/listen.ts'
import { InvalidOptionError } from '../../errors.ts'
import type { Cachetta } from '../interface.ts'

/** Produces the value of a key. */
type Fetcher<Value, Key> = (key: Key, context: ComputeContext) => Value | Promise<Value>

/**
 * Changes the value of a key, and makes the hooks that show it fetch. Without a change it only makes them fetch. `undefined` as
 * the change deletes the value. A function as the key is a filter: `mutate` then changes every entry in memory that lies at the
 * path of the cache or below it and whose key passes. The filter gets each key once.
 * Resolves with the result of the change, for a filter with a list of results. Rejects if the change or the filter fails.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @throws {InvalidKeyError} when the key has no stable identity.
 * @example
 * ```ts
 * import { Cachetta, mutate } from 'cachetta'
 *
 * const cache = new Cachetta({ path: 'app' })
 * const user: User = { id: 1, name: 'Ada' }
 *
 * await mutate(cache, ['user', 1], saveUser(user), { optimisticData: user })
 * await mutate(cache, ['user', 1]) // fetch again
 * await mutate(cache, (key: unknown) => Array.isArray(key) && key[0] === 'user')
 * ```
 */
export async function mutate<Value = unknown, Result = Value>(
  cache: Cachetta,
  key: unknown,
  ...change:
    | []
    | [
        change: Value | Promise<Result> | ((committed: Value | undefined) => Result | Promise<Result>) | undefined,
        options?: MutateOptions<Value, Result> | boolean,
      ]
): Promise<unknown> {
  return mutateKeys(requireHandle(cache), key, change)
}

/**
 * Fetches the value of a key that a hook will show soon, and resolves with it. The first hook that shows it does not fetch. If
 * the fetch fails, `preload` rejects and the hook fetches. A cached function in the key needs no fetcher.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or when there is no fetcher and no cached function.
 * @throws {InvalidKeyError} when the key has no stable identity.
 * @example
 * ```ts
 * import { Cachetta, preload } from 'cachetta'
 *
 * const cache = new Cachetta({ path: 'app' })
 * const user = await preload(cache, ['user', 1], ([, id]) => fetchUser(id))
 * ```
 */
export async function preload<Value, const Key>(
  cache: Cachetta,
  key: Key,
  fetcher?: Fetcher<Value, Key>,
): Promise<Value | undefined> {
  const request = toKeyRequest(cache, key)
  return request && (preloadEntry(request, bindFetcher(request, fetcher)) as Promise<Value>) // the type that the fetcher returns
}

/**
 * Makes sure that the entry of a key is in memory and fresh: from the store, or else by a fetch. A failed fetch does not reject:
 * the hook that shows the entry fetches it. A cached function in the key needs no fetcher.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or when there is no fetcher and no cached function.
 * @throws {InvalidKeyError} when the key has no stable identity.
 * @example
 * ```ts
 * import { Cachetta, prefetch } from 'cachetta'
 *
 * const scope = new Cachetta({ path: './cache/pages', duration: '5m' }).scope()
 * await prefetch(scope, ['user', 1], ([, id]) => fetchUser(id))
 * ```
 */
export async function prefetch<Value, const Key>(
  cache: Cachetta,
  key: Key,
  fetcher?: Fetcher<Value, Key> | null,
  options?: PrefetchOptions,
): Promise<void> {
  const request = toKeyRequest(cache, key, options)
  if (request) await prefetchEntry(request, bindFetcher(request, fetcher ?? undefined))
}

/**
 * Calls `listener` with the value of a key after each change, also after changes by other tabs and processes. Memory holds the
 * value meanwhile. Returns a function that ends the subscription.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @throws {InvalidKeyError} when the key has no stable identity.
 * @example
 * ```ts
 * import { Cachetta, subscribe } from 'cachetta'
 *
 * const cache = new Cachetta({ path: 'app' })
 * const unsubscribe = subscribe<User>(cache, ['user', 1], (user) => console.log(user?.name))
 * ```
 */
export function subscribe<Value = unknown>(
  cache: Cachetta,
  key: unknown,
  listener: (value: Value | undefined) => void,
): () => void {
  const request = toKeyRequest(cache, key)
  if (request === undefined) return () => {}
  const callListener = () => listener(peekValue(request) as Value | undefined) // the caller knows the type of the stored value
  return listen(request.handle.engine, request, (change) => {
    if (change === 'changed') callListener()
    if (change === 'external') return restoreEntry(request.handle.engine, request).then(callListener)
  })
}

/**
 * Returns the value of a key if memory holds one that may be shown, else `undefined`. It does not read the store.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @throws {InvalidKeyError} when the key has no stable identity.
 * @example
 * ```ts
 * import { Cachetta, peek } from 'cachetta'
 *
 * const cache = new Cachetta({ path: 'app' })
 * const user = peek<User>(cache, ['user', 1])
 * ```
 */
export function peek<Value = unknown>(cache: Cachetta, key: unknown): Value | undefined {
  const request = toKeyRequest(cache, key)
  return request && (peekValue(request) as Value | undefined) // the caller knows the type of the stored value
}

function peekValue(request: KeyRequest): unknown {
  return peekEntry(request.handle.engine, request)?.entry.value
}

function toKeyRequest(cache: Cachetta, key: unknown, options: PrefetchOptions = {}): KeyRequest | undefined {
  return resolveKey(key, requireHandle(cache), options)
}

/** Returns a function that fetches the value of the request: by the fetcher, or else by the cached function in the key. */
function bindFetcher<Key>({ args, handle: { fn }, key }: KeyRequest, fetcher: Fetcher<unknown, Key> | undefined) {
  if (fetcher) return (context: ComputeContext) => fetcher(key as Key, context) // a key function returns a key of the same type
  if (fn) return () => fn(...args)
  throw new InvalidOptionError(
    `fetcher: none was given${hasLongTexts ? '; accepted is a function of the key, or a cached function in the key' : ''}`,
  )
}
