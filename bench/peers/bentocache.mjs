import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'

export function cached(fn, { keyOf, size }) {
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: size }))
  const cache = new BentoCache({ default: 'memory', stores: { memory: store } })
  return (given) => cache.getOrSet({ key: keyOf(given), ttl: '1h', factory: () => fn(given) })
}
