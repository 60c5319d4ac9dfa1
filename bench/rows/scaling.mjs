import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtInTypes, Cachetta, encodeEntry, keyText, memoryStore, writeCache } from 'cachetta'
import { compare, compareTimes, isQuick, limitRounds } from '../measure.mjs'
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

export const diskInfoScaling = {
  name: 'info-among',
  work: 'info() of a file with more entries',
  run: (options) =>
    compareSizes(options, { title: 'info()', few: 100, createCache: createDiskCache, createWork: createInfos }),
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

/** In a process of its own: the most memory that a process ever had never goes down. */
export const pruneMemory = {
  name: 'prune-memory',
  work: 'memory of a process that prunes, at most',
  async run({ directory, long }) {
    const [few, ...sizes] = [1_000, ...getSizes(long, 1_000_000)]
    const files = { [few]: await fillDisk(few, directory) }
    const comparisons = []
    for (const many of sizes) {
      files[many] = await fillDisk(many, directory)
      const [ours, theirs] = [[], []]
      for (let round = 0; round < limitRounds(3); round++) {
        ours.push(await measureMemory(files[many]))
        theirs.push(await measureMemory(files[few]))
      }
      const against = `${formatCount(many)}, against ${formatCount(few)}`
      comparisons.push({ ...compareTimes(against, ours, theirs), unit: 'bytes', bar })
    }
    return { comparisons }
  },
}

export const memoryHitScaling = {
  name: 'memory-among',
  work: 'memory hit with more entries',
  run: (options) =>
    compareSizes(options, {
      title: 'memory hit',
      few: 100,
      most: 100_000,
      createCache: createMemoryCache,
      createWork: createHits,
    }),
}

async function compareSizes(
  { directory, long },
  { title, few, most = 1_000_000, createCache, createWork, rounds = 25 },
) {
  const withFew = createWork(await createCache(few, directory), few)
  const comparisons = []
  const points = []
  for (const many of getSizes(long, most)) {
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

function getSizes(long, most) {
  if (isQuick) return [2_000]
  return long ? [10_000, most] : [10_000]
}

async function createDiskCache(entries, directory) {
  return new Cachetta({ path: await fillDisk(entries, directory) })
}

/** Writes the files of so many entries directly, because a million calls would take most of the time. Returns the path of the cache. */
async function fillDisk(entries, directory) {
  const path = join(directory, String(entries), 'user.json')
  const cache = new Cachetta({ path })
  mkdirSync(dirname(path), { recursive: true })
  const storedAt = Date.now()
  for (let id = 0; id < entries; id++) {
    const entry = { key: keyText(id), storedAt, tags: [], value: createUser(id) }
    writeFileSync(cache.pathFor(id), encodeEntry(entry, builtInTypes))
  }
  return path
}

/** The bytes of memory that a process had at most while it pruned. */
async function measureMemory(path) {
  const child = fork(fileURLToPath(new URL('../processes/prune.mjs', import.meta.url)), [path])
  const [bytes] = await once(child, 'message')
  return bytes
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

function createInfos(cache, entries) {
  return createWorkOn(entries, (id) => cache.info(id))
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
