import { Cachetta, memoryStore } from 'cachetta'
import { compare } from '../measure.mjs'
import { peers } from '../peers.mjs'

const entries = 100

/** Those that derive the key from the arguments, as Cachetta does, have the first bars; the others are given a key. */
const bars = { 'async-cache-dedupe': 1 / 1.2, cacheable: 1, 'cache-manager': 1, cachified: 1, bentocache: 1 }
const names = ['lru-cache', ...Object.keys(bars)]

export const hotHit = {
  name: 'hot-hit',
  work: 'hot hit of a wrapped function, a number as argument',
  run: () => compareHits({ argument: (id) => id, keyOf: (id) => `user-${id}` }),
}

export const hotHitByObject = {
  name: 'hot-hit-object',
  work: 'hot hit of a wrapped function, a small object as argument',
  run: () => compareHits({ argument: (id) => ({ id, full: true }), keyOf: (query) => JSON.stringify(query) }),
}

async function compareHits({ argument, keyOf }) {
  const compute = async (given) => ({ given, name: 'Ada' })
  const cache = new Cachetta({ path: 'users', store: memoryStore(), lruSize: 2 * entries })
  const ours = { name: 'Cachetta', run: hits(cache(compute), argument) }

  const comparisons = []
  for (const { name, cached } of await peers(names)) {
    const theirs = { name, run: hits(cached(compute, { keyOf, size: 2 * entries }), argument) }
    comparisons.push({ ...(await compare(ours, theirs)), bar: bars[name] })
  }
  return comparisons
}

function hits(get, argument) {
  return async (count) => {
    for (let index = 0; index < count; index++) await get(argument(index % entries))
  }
}
