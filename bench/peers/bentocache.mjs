import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'

export function createCached(fn, { getKey, size }) {
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: size }))
  const cache = new BentoCache({ default: 'memory', stores: { memory: store } })
  return (argument) => cache.getOrSet({ key: getKey(argument), ttl: '1h', factory: () => fn(argument) })
}
