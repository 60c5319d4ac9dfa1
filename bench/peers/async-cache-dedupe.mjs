import { createCache } from 'async-cache-dedupe'

export function createCached(fn, { size }) {
  const cache = createCache({ ttl: 3_600, storage: { type: 'memory', options: { size } } })
  cache.define('fn', fn)
  return (argument) => cache.fn(argument)
}
