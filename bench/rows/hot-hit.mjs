import { Cachetta, memoryStore } from 'cachetta'
import { compare } from '../measure.mjs'
import { loadPeers } from '../peers.mjs'

const entryCount = 100

/** The first two compute the key from the arguments, as Cachetta does. The others get a key from `getKey`. */
const bars = { 'async-cache-dedupe': 1 / 1.2, cacheable: 1, 'cache-manager': 1, cachified: 1, bentocache: 1 }
const aims = { 'lru-cache': 1 }
const peerNames = ['lru-cache', ...Object.keys(bars)]

export const hotHit = {
  name: 'hot-hit',
  work: 'hot hit of a cached function, a number as argument',
  run: () => compareHits(bars, { getArgument: (id) => id, getKey: (id) => `user-${id}` }),
}

export const hotHitByObject = {
  name: 'hot-hit-object',
  work: 'hot hit of a cached function, a small object as argument',
  reason:
    'Of a hit, a third is the canonical text of the argument with sorted keys, which tells more kinds of values apart than `JSON.stringify`, a fifth ' +
    'the look-up by the address, a twentieth the search for signals, and the rest the call, the clock and the promise.',
  run: () =>
    compareHits(
      { 'lru-cache': 1.5, ...bars },
      { getArgument: (id) => ({ id, full: true }), getKey: (query) => JSON.stringify(query) },
    ),
}

async function compareHits(limits, { getArgument, getKey }) {
  const compute = async (argument) => ({ argument, name: 'Ada' })
  const cache = new Cachetta({ path: 'users', store: memoryStore(), lruSize: 2 * entryCount })
  const ours = { name: 'Cachetta', run: createHits(cache(compute), getArgument) }

  const comparisons = []
  for (const { name, createCached } of await loadPeers(peerNames)) {
    const cached = createCached(compute, { getKey, size: 2 * entryCount })
    const theirs = { name, run: createHits(cached, getArgument) }
    comparisons.push({ ...(await compare(ours, theirs)), bar: limits[name], aim: limits[name] && aims[name] })
  }
  return comparisons
}

function createHits(fn, getArgument) {
  return async (count) => {
    for (let index = 0; index < count; index++) await fn(getArgument(index % entryCount))
  }
}
