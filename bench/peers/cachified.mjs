import { cachified } from '@epic-web/cachified'
import { LRUCache } from 'lru-cache'

export function cached(fn, { keyOf, size }) {
  const cache = new LRUCache({ max: size })
  return (given) => cachified({ key: keyOf(given), cache, ttl: 3_600_000, getFreshValue: () => fn(given) })
}
