import { LRUCache } from 'lru-cache'

export function cached(fn, { keyOf, size }) {
  const cache = new LRUCache({
    max: size,
    ttl: 3_600_000,
    fetchMethod: (_key, _old, { context }) => fn(context),
  })
  return (given) => cache.fetch(keyOf(given), { context: given })
}
