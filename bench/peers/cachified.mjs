import { cachified } from '@epic-web/cachified'
import { LRUCache } from 'lru-cache'

export function createCached(fn, { getKey, size }) {
  const cache = new LRUCache({ max: size })
  return (argument) => cachified({ key: getKey(argument), cache, ttl: 3_600_000, getFreshValue: () => fn(argument) })
}
