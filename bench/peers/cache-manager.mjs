import { createCache } from 'cache-manager'

export function cached(fn, { keyOf }) {
  const cache = createCache({ ttl: 3_600_000 })
  return (given) => cache.wrap(keyOf(given), () => fn(given))
}
