import { Cacheable } from 'cacheable'

export function createCached(fn) {
  return new Cacheable().wrap(fn, { ttl: '1h', keyPrefix: 'user' })
}
