import { createCache } from 'cache-manager'

export function createCached(fn, { getKey }) {
  const cache = createCache({ ttl: 3_600_000 })
  return (argument) => cache.wrap(getKey(argument), () => fn(argument))
}
