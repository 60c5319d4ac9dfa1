import { join } from 'node:path'
import { Cachetta, memoryStore, writeCache } from 'cachetta'
import { compare } from '../measure.mjs'
import { user } from '../values.mjs'

// What an entry costs among few others and among many: the same, where nothing looks at the others.

/** Called flat: caches of the processor and of the file system are felt, and nothing else. */
const flat = 1.5

const used = 100

export const hitAmong = {
  name: 'hit-among',
  work: 'disk hit among more entries',
  run: (options) => compareSizes(options, { few: 100, fill: onDisk, work: hit }),
}

export const writeAmong = {
  name: 'write-among',
  work: 'disk write among more entries',
  run: (options) => compareSizes(options, { few: 100, fill: onDisk, work: write }),
}

export const pruneAmong = {
  name: 'prune',
  work: 'prune, for each entry',
  run: (options) => compareSizes(options, { few: 1_000, fill: onDisk, work: prune, rounds: 5 }),
}

export const memoryHitAmong = {
  name: 'memory-among',
  work: 'memory hit among more entries',
  run: (options) => compareSizes(options, { few: 100, fill: inMemory, work: hit }),
}

async function compareSizes({ directory, long }, { few, fill, work, rounds = 25 }) {
  const fewer = work(await fill(few, directory), few)
  const comparisons = []
  for (const many of long ? [10_000, 100_000] : [10_000]) {
    const more = work(await fill(many, directory), many)
    const compared = await compare(
      { name: named(many), ...more },
      { name: `${named(many)}, against ${named(few)}`, ...fewer },
      { rounds },
    )
    comparisons.push({ ...compared, bar: flat })
  }
  return comparisons
}

async function onDisk(entries, directory) {
  const cache = new Cachetta({ path: join(directory, String(entries), 'user.json') })
  await fillWith(cache, entries)
  return cache
}

async function inMemory(entries) {
  const cache = new Cachetta({ path: 'user', store: memoryStore(), lruSize: entries })
  await fillWith(cache, entries)
  return cache
}

async function fillWith(cache, entries) {
  const atOnce = 16
  for (let first = 0; first < entries; first += atOnce) {
    const ids = Array.from({ length: Math.min(atOnce, entries - first) }, (_, index) => first + index)
    await Promise.all(ids.map((id) => writeCache(cache, user(id), id)))
  }
}

function hit(cache, entries) {
  const get = cache((id) => {
    throw new Error(`entry ${id} is not there`)
  })
  return repeated(entries, get)
}

function write(cache, entries) {
  return repeated(entries, (id) => writeCache(cache, user(id), id))
}

/** As many different entries in each size, spread over all of them. */
function repeated(entries, act) {
  const step = entries / used
  return {
    async run(count) {
      for (let index = 0; index < count; index++) await act((index % used) * step)
    },
  }
}

function prune(cache, entries) {
  return {
    per: entries,
    async run(count) {
      for (let index = 0; index < count; index++) await cache.prune()
    },
  }
}

function named(entries) {
  return `${entries.toLocaleString('en')} entries`
}
