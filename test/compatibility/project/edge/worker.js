// A worker as users write it: one cache in memory, one over a KV namespace, and `waitUntil` of the request.
import { Cachetta, fileStore } from 'cachetta'
import { storageStore } from 'cachetta/storage'

const inMemory = new Cachetta({ path: 'numbers', duration: '1h', lruSize: 10 })
let computations = 0
const getNumber = inMemory(async (id) => {
  computations += 1
  return { id, at: new Date(0), bytes: new Uint8Array([1, 2]) }
})

let inKv
/** A binding belongs to the environment, which the first request brings. */
function cacheOver(namespace) {
  const storage = {
    getItem: (key) => namespace.get(key),
    setItem: (key, value) => namespace.put(key, value),
    removeItem: (key) => namespace.delete(key),
  }
  inKv ??= new Cachetta({
    path: 'rates',
    store: storageStore(storage, { sync: false }),
    duration: 0, // each value is stale at once
    staleDuration: '1d',
  })
  return inKv
}

let version = 0
async function computeSlowly() {
  await new Promise((resolve) => setTimeout(resolve, 100))
  version += 1
  return version
}

const routes = {
  async memory() {
    const values = await Promise.all([getNumber(1), getNumber(1)])
    const { at, bytes } = await getNumber(1)
    return { computations, isSame: values[0].id === values[1].id, isDate: at instanceof Date, bytes: [...bytes] }
  },
  /** Serves the old value, and computes the next one after the response. */
  async stale(environment, context) {
    const cache = cacheOver(environment.RATES).copy({ waitUntil: (work) => context.waitUntil(work) })
    return { value: await cache(computeSlowly)() }
  },
  async stored(environment) {
    return cacheOver(environment.RATES)(computeSlowly).lookup()
  },
  async invalidate(environment) {
    await cacheOver(environment.RATES)(computeSlowly).invalidate()
    return cacheOver(environment.RATES)(computeSlowly).lookup()
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
    const route = routes[new URL(request.url).pathname.slice(1)]
    return Response.json(await route(environment, context))
  },
}

// biome-ignore lint/style/noDefaultExport: the runtime calls the default export
export { worker as default }
