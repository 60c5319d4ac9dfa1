import type { CacheHandle } from '../request/cache-handle.ts'
import { handleOf } from '../request/cache-handle.ts'
import type { KeyRequest } from '../request/resolve-key.ts'
import { resolveKey } from '../request/resolve-key.ts'
import { mutateEntry } from './mutate.ts'

/**
 * `mutate` by key or, with a function, of every entry that is shown or in memory and whose key, as it was given, passes.
 * Resolves with what the change gave; for many, with a list.
 */
export function mutateKeys(cache: CacheHandle, key: unknown, given: readonly unknown[]): Promise<unknown> {
  if (typeof key === 'function' && !handleOf(key)) {
    const filter = (each: unknown) => Boolean(key(each))
    return Promise.all(findMatching(cache, filter).map((request) => mutateEntry(cache.engine, request, given)))
  }
  const request = resolveKey(key, cache, {})
  return request ? mutateEntry(request.handle.engine, request, given) : Promise.resolve(undefined)
}

function findMatching(cache: CacheHandle, filter: (key: unknown) => boolean): KeyRequest[] {
  const found = new Map<string, KeyRequest>()
  const { engine } = cache
  const memoryEntry = [...(cache.memory ?? engine.defaultMemory)].map(([, each]) => each)
  for (const { key } of [...engine.slots.values(), ...memoryEntry]) {
    if (key === undefined || !filter(key)) continue
    const request = resolveKey(key, cache, {})
    if (request) found.set(request.id, request)
  }
  return [...found.values()]
}
