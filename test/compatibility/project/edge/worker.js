// A worker as users write it: one cache in memory, two over a KV namespace, and `waitUntil` of the request.
import { Cachetta, fileStore } from 'cachetta'
import { storageStore } from 'cachetta/storage'
import { unstorageStore } from 'cachetta/unstorage'
import { createStorage } from 'unstorage'
import cloudflareKVBindingDriver from 'unstorage/drivers/cloudflare-kv-binding'

const inMemory = new Cachetta({ path: 'numbers', duration: '1h', lruSize: 10 })
let computations = 0
const getNumber = inMemory(async (id) => {
  computations += 1
  return { id, at: new Date(0), bytes: new Uint8Array([1, 2]) }
})

/** The ways to a KV namespace, by their names. */
const stores = {
  storage(namespace) {
    const storage = {
      getItem: (key) => namespace.get(key),
      setItem: (key, value) => namespace.put(key, value),
      removeItem: (key) => namespace.delete(key),
    }
    return storageStore(storage, { sync: false })
  },
  unstorage: (binding) => unstorageStore(createStorage({ driver: cloudflareKVBindingDriver({ binding }) })),
}

const inKv = new Map()
/** Returns a cache and a function for it. A binding belongs to the environment, which the first request brings. */
function cacheOver({ RATES }, way) {
  const known = inKv.get(way)
  if (known) return known
  const cache = new Cachetta({
    path: `rates/${way}`,
    store: stores[way](RATES),
    duration: 0, // each value is stale at once
    staleDuration: '1d',
  })
  let version = 0
  async function computeSlowly() {
    await new Promise((resolve) => setTimeout(resolve, 100))
    version += 1
    return version
  }
  const created = { cache, computeSlowly }
  inKv.set(way, created)
  return created
}

const routes = {
  async memory() {
    const values = await Promise.all([getNumber(1), getNumber(1)])
    const { at, bytes } = await getNumber(1)
    return { computations, isSame: values[0].id === values[1].id, isDate: at instanceof Date, bytes: [...bytes] }
  },
  /** Serves the old value, and computes the next one after the response. */
  async stale(way, environment, context) {
    const { cache, computeSlowly } = cacheOver(environment, way)
    return { value: await cache.copy({ waitUntil: (work) => context.waitUntil(work) })(computeSlowly)() }
  },
  async stored(way, environment) {
    const { cache, computeSlowly } = cacheOver(environment, way)
    return cache(computeSlowly).lookup()
  },
  async invalidate(way, environment) {
    const { cache, computeSlowly } = cacheOver(environment, way)
    await cache(computeSlowly).invalidate()
    return cache(computeSlowly).lookup()
  },
  async files() {
    try {
      fileStore()
      return { error: 'none' }
    } catch (error) {
      return { error: error.name }
    }
  },
}

const worker = {
  async fetch(request, environment, context) {
    const [, route, way] = new URL(request.url).pathname.split('/')
    return Response.json(await routes[route](way, environment, context))
  },
}

// biome-ignore lint/style/noDefaultExport: the runtime calls the default export
export { worker as default }
