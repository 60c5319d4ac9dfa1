// What runs in the Edge Runtime of Next and Vercel.
import { Cachetta, fileStore, lookup, writeCache } from 'cachetta'

export async function check() {
  const works = []
  const cache = new Cachetta({
    path: 'numbers',
    duration: 0,
    staleDuration: '1d',
    waitUntil: (work) => void works.push(work),
  })
  let computations = 0
  const cached = cache(async (id) => {
    computations += 1
    return { id, computations }
  })
  const together = await Promise.all([cached(1), cached(1)])
  await Promise.all(works.splice(0))
  const stale = await cached(1)
  await Promise.all(works.splice(0))
  const next = await cached(1)
  await writeCache(cache, new Map([['key', 1n]]), 2)
  const found = await lookup(cache, 2)
  let error = 'none'
  try {
    fileStore()
  } catch (thrown) {
    error = thrown.name
  }
  return {
    together: together.map((value) => value.computations),
    stale: stale.computations,
    next: next.computations,
    isMap: found.value instanceof Map,
    error,
  }
}
