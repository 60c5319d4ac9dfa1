import KeyvRedis from '@keyv/redis'
import { Cacheable } from 'cacheable'
import { Keyv } from 'keyv'

/** With `hasMemory`, memory is in front. It hears of no change by others. */
export function createSharedCache({ port, hasMemory }) {
  const redis = new Keyv({ store: new KeyvRedis(`redis://127.0.0.1:${port}`) })
  const cache = hasMemory ? new Cacheable({ secondary: redis }) : new Cacheable({ primary: redis })
  return {
    read: (key, fn) => cache.getOrSet(key, fn, { ttl: '1h' }),
    write: (key, value) => cache.set(key, value, '1h'),
    close: () => cache.disconnect(),
  }
}
