import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../../errors.ts'
import { idOf, isUnder } from '../../key/address.ts'
import type { CacheHandle } from '../request/cache-handle.ts'
import { handleOf } from '../request/cache-handle.ts'
import type { EntryRequest } from '../request/request.ts'
import type { KeyRequest } from '../request/resolve-key.ts'
import { resolveKey, toKeyRequest } from '../request/resolve-key.ts'
import { isThenable } from '../thenable.ts'
import type { MutateArguments } from './mutate.ts'
import { mutateEntry } from './mutate.ts'

/**
 * Mutates the entry of a key. With a function in place of the key, mutates every entry of this cache that is shown or in memory
 * and whose key passes it. Resolves with the result of the change, for a function with a list of results. Never throws, but
 * rejects.
 */
export async function mutateKeys(cache: CacheHandle, key: unknown, args: MutateArguments): Promise<unknown> {
  if (typeof key === 'function' && !handleOf(key)) {
    const matching = findMatching(cache, (each) => {
      const answer = key(each)
      // A promise is truthy, so every entry would be changed.
      if (isThenable(answer))
        throw new InvalidOptionError(
          `mutate: the filter returned a promise${hasLongTexts ? '; it must return true or false' : ''}`,
        )
      return Boolean(answer)
    })
    return Promise.all(matching.map((request) => mutateEntry(cache.engine, request, args)))
  }
  const request = resolveKey(key, cache, {})
  return request && mutateEntry(request.handle.engine, request, args)
}

/** Finds the entries of this cache that are shown or in memory. The filter gets the key of each once. */
function findMatching(cache: CacheHandle, filter: (key: unknown) => boolean): KeyRequest[] {
  const tested = new Set<string>()
  const isMatch = (entry: KeyedEntry, id: string) =>
    !tested.has(id) && isEntryOf(cache, entry) && tested.add(id) && filter(entry.key)
  const { memories, slots } = cache.engine
  const matching: KeyRequest[] = []
  for (const { id, keyRequest } of [...slots.values()]) {
    if (keyRequest && isMatch(keyRequest, id)) matching.push(keyRequest as KeyRequest) // it has a handle
  }
  for (const [id, memoryEntry] of [...memories].flatMap((memory) => [...memory])) {
    const { handle, key, persist } = memoryEntry
    if (handle && isMatch(memoryEntry, id)) matching.push(toKeyRequest(key, handle as CacheHandle, { persist }))
  }
  return matching
}

type KeyedEntry = Pick<EntryRequest, 'address' | 'key'>

/** True if the entry lies under the base of the cache. A path function has no base: it names each of its entries. */
export function isEntryOf(cache: CacheHandle, { address, key }: KeyedEntry): boolean {
  if (!cache.isExact) return cache.base !== undefined && isUnder(cache.base, address)
  try {
    return toKeyRequest(key, cache, {}).id === idOf(address)
  } catch {
    return false // the path function takes no such key
  }
}
