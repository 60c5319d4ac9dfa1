import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'
import { redisBusDriver, redisDriver } from 'bentocache/drivers/redis'

/** With `hasMemory`, memory is in front, and a bus tells it of changes. */
export function createSharedCache({ port, size, hasMemory }) {
  const connection = { host: '127.0.0.1', port }
  const store = bentostore().useL2Layer(redisDriver({ connection }))
  if (hasMemory) store.useL1Layer(memoryDriver({ maxItems: size })).useBus(redisBusDriver({ connection }))
  const cache = new BentoCache({ default: 'shared', stores: { shared: store } })
  return {
    read: (key, fn) => cache.getOrSet({ key, ttl: '1h', factory: fn }),
    write: (key, value) => cache.set({ key, value, ttl: '1h' }),
    has: async (key) => (await cache.get({ key })) !== undefined,
    invalidate: (key) => cache.delete({ key }),
    close: () => cache.disconnectAll(),
  }
}
