import { closeSync, cpSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { compareTimes, isQuick, limitRounds } from '../measure.mjs'
import { fill } from './scaling.mjs'

// Measures work on all entries of a cache against the calls of the system that it cannot do without: each file is opened, read and
// closed, and removed. Each round has new files, which both sides get in the same number.

const rounds = 3

export const many = {
  name: 'many',
  work: 'all entries, per entry',
  async run({ directory, long }) {
    const entries = isQuick ? 200 : long ? 100_000 : 5_000
    const filled = join(directory, 'filled')
    await fill(createCache(filled), entries)
    const comparisons = []
    for (const operation of operations)
      comparisons.push(await compareOperation(operation, { directory, filled, entries }))
    return comparisons
  },
}

/** The bars are 5 seconds for 100,000 entries where the calls of the system take 1.2 seconds without the removal, and 3.3 with it. */
const operations = [
  { name: 'entries()', against: 'read each file', run: listAll, bar: 4.1, isRemoved: false },
  { name: 'prune()', against: 'read each file', run: (cache) => cache.prune(), bar: 4.1, isRemoved: false },
  {
    name: 'invalidateAll()',
    against: 'read and remove each file',
    run: (cache) => cache.invalidateAll(),
    bar: 1.5,
    isRemoved: true,
  },
]

async function listAll(cache) {
  let count = 0
  for await (const _ of cache.entries()) count++
  return count
}

async function compareOperation({ name, against, run, bar, isRemoved }, { directory, filled, entries }) {
  const [ours, theirs] = [[], []]
  for (let round = 0; round < limitRounds(rounds); round++) {
    const [own, plain] = ['own', 'plain'].map((side) => copyTo(filled, join(directory, side)))
    const cache = createCache(own)
    const sides = [
      async () => ours.push(await measure(entries, () => run(cache))),
      async () => theirs.push(await measure(entries, () => readFiles(plain, isRemoved))),
    ]
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side()
  }
  return { ...compareTimes(`${name}, against: ${against}`, ours, theirs), bar }
}

function createCache(directory) {
  return new Cachetta({ path: join(directory, 'user.json'), duration: '7d' })
}

function copyTo(from, to) {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  cpSync(from, to, { recursive: true, preserveTimestamps: true })
  return to
}

async function measure(entries, work) {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / entries
}

function readFiles(directory, isRemoved) {
  const bytes = Buffer.alloc(4_096)
  for (const name of readdirSync(directory)) {
    const file = join(directory, name)
    const fd = openSync(file)
    fstatSync(fd)
    readSync(fd, bytes, 0, bytes.length, 0)
    closeSync(fd)
    if (isRemoved) unlinkSync(file)
  }
}
