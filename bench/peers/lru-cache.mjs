import { LRUCache } from 'lru-cache'

export function createCached(fn, { getKey, size }) {
  const cache = new LRUCache({
    max: size,
    ttl: 3_600_000,
    fetchMethod: (_key, _old, { context }) => fn(context),
  })
  return (argument) => cache.fetch(getKey(argument), { context: argument })
}
