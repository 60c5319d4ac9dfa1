import type { CacheHandle } from '../request/cache-handle.ts'
import { handleOf } from '../request/cache-handle.ts'
import type { KeyRequest } from '../request/resolve-key.ts'
import { resolveKey } from '../request/resolve-key.ts'
import type { MutateArguments } from './mutate.ts'
import { mutateEntry } from './mutate.ts'

/**
 * Mutates the entry of a key. With a function in place of the key, mutates every entry that is shown or in memory and whose key
 * passes it. Resolves with the result of the change, for a function with a list of results.
 */
export function mutateKeys(cache: CacheHandle, key: unknown, args: MutateArguments): Promise<unknown> {
  if (typeof key === 'function' && !handleOf(key)) {
    const filter = (each: unknown) => Boolean(key(each))
    return Promise.all(findMatching(cache, filter).map((request) => mutateEntry(cache.engine, request, args)))
  }
  const request = resolveKey(key, cache, {})
  return request ? mutateEntry(request.handle.engine, request, args) : Promise.resolve(undefined)
}

function findMatching(cache: CacheHandle, filter: (key: unknown) => boolean): KeyRequest[] {
  const found = new Map<string, KeyRequest>()
  const { engine } = cache
  const inMemory = [...(cache.memory ?? engine.defaultMemory)].map(([, memoryEntry]) => memoryEntry)
  for (const { key } of [...engine.slots.values(), ...inMemory]) {
    if (key === undefined || !filter(key)) continue
    const request = resolveKey(key, cache, {})
    if (request) found.set(request.id, request)
  }
  return [...found.values()]
}
