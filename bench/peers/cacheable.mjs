import { Cacheable } from 'cacheable'

export function cached(fn) {
  return new Cacheable().wrap(fn, { ttl: '1h', keyPrefix: 'user' })
}
