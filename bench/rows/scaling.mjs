import { join } from 'node:path'
import { Cachetta, memoryStore, writeCache } from 'cachetta'
import { compare, isQuick } from '../measure.mjs'
import { createUser } from '../values.mjs'

// Measures the work on one entry with few and with many entries in the cache. The time stays the same if the work does not touch
// the other entries.

/** Up to this ratio the time counts as the same: the caches of the processor and of the file system cause small differences. */
const bar = 1.5

const usedEntries = 100

export const diskHitScaling = {
  name: 'hit-among',
  work: 'disk hit with more entries',
  run: (options) =>
    compareSizes(options, { title: 'disk hit', few: 100, createCache: createDiskCache, createWork: createHits }),
}

export const diskWriteScaling = {
  name: 'write-among',
  work: 'disk write with more entries',
  run: (options) =>
    compareSizes(options, { title: 'disk write', few: 100, createCache: createDiskCache, createWork: createWrites }),
}

export const pruneScaling = {
  name: 'prune',
  work: 'prune, per entry',
  run: (options) =>
    compareSizes(options, {
      title: 'prune, for each entry',
      few: 1_000,
      createCache: createDiskCache,
      createWork: createPrunes,
      rounds: 5,
    }),
}

export const memoryHitScaling = {
  name: 'memory-among',
  work: 'memory hit with more entries',
  run: (options) =>
    compareSizes(options, { title: 'memory hit', few: 100, createCache: createMemoryCache, createWork: createHits }),
}

async function compareSizes({ directory, long }, { title, few, createCache, createWork, rounds = 25 }) {
  const withFew = createWork(await createCache(few, directory), few)
  const comparisons = []
  const points = []
  for (const many of getSizes(long)) {
    const withMany = createWork(await createCache(many, directory), many)
    const comparison = await compare(
      { name: formatCount(many), ...withMany },
      { name: `${formatCount(many)}, against ${formatCount(few)}`, ...withFew },
      { rounds },
    )
    comparisons.push({ ...comparison, bar })
    if (points.length === 0) points.push([few, comparison.theirs])
    points.push([many, comparison.ours])
  }
  return { comparisons, growth: [{ work: title, of: 'entries', library: 'Cachetta', points }] }
}

function getSizes(long) {
  if (isQuick) return [2_000]
  return long ? [10_000, 100_000] : [10_000]
}

async function createDiskCache(entries, directory) {
  const cache = new Cachetta({ path: join(directory, String(entries), 'user.json') })
  await fill(cache, entries)
  return cache
}

async function createMemoryCache(entries) {
  const cache = new Cachetta({ path: 'user', store: memoryStore(), lruSize: entries })
  await fill(cache, entries)
  return cache
}

/** Writes this many entries. */
export async function fill(cache, entries) {
  const batchSize = 16
  for (let first = 0; first < entries; first += batchSize) {
    const ids = Array.from({ length: Math.min(batchSize, entries - first) }, (_, index) => first + index)
    await Promise.all(ids.map((id) => writeCache(cache, createUser(id), id)))
  }
}

function createHits(cache, entries) {
  const get = cache((id) => {
    throw new Error(`entry ${id} is missing`)
  })
  return createWorkOn(entries, get)
}

function createWrites(cache, entries) {
  return createWorkOn(entries, (id) => writeCache(cache, createUser(id), id))
}

/** Works on the same number of different entries in each size, spread over all of them. */
function createWorkOn(entries, act) {
  const step = entries / usedEntries
  return {
    async run(count) {
      for (let index = 0; index < count; index++) await act((index % usedEntries) * step)
    },
  }
}

function createPrunes(cache, entries) {
  return {
    worksPerRun: entries,
    async run(count) {
      for (let index = 0; index < count; index++) await cache.prune()
    },
  }
}

function formatCount(entries) {
  return `${entries.toLocaleString('en')} entries`
}
