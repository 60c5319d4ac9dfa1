import { join } from 'node:path'
import { Cachetta, readCache, writeCache } from 'cachetta'
import { compare, compareTimes, isQuick, limitRounds } from '../measure.mjs'

const manyObjects = 100_000
const largeObjects = 800_000
const blockRounds = 7

export const rich = {
  name: 'rich',
  work: `one Date among ${manyObjects.toLocaleString('en')} objects, in a file`,
  async run({ directory }) {
    const plain = createRows(manyObjects)
    const withDate = createRows(manyObjects)
    withDate[manyObjects / 2].at = new Date(0)
    const rich = createOperations(join(directory, 'rich.json'), withDate)
    const other = createOperations(join(directory, 'plain.json'), plain)
    return [
      {
        ...(await compare({ run: rich.write }, { name: 'without the Date, write', run: other.write })),
        bar: 1.5,
        aim: 1.2,
      },
      {
        ...(await compare({ run: rich.read }, { name: 'without the Date, read', run: other.read })),
        bar: 1.5,
        aim: 1.2,
      },
    ]
  },
}

export const block = {
  name: 'block',
  work: 'the longest block of the event loop, 50 MB in a file',
  withoutBar: 'One call of JSON for 50 MB blocks the event loop. The row shows what a file adds to it.',
  async run({ directory }) {
    const value = createRows(isQuick ? 10_000 : largeObjects)
    const text = JSON.stringify(value)
    const { write, read } = createOperations(join(directory, 'large.json'), value)
    return [
      await compareBlocks(
        'JSON.stringify',
        () => write(1),
        () => JSON.stringify(value),
      ),
      await compareBlocks(
        'JSON.parse',
        () => read(1),
        () => JSON.parse(text),
      ),
    ]
  },
}

function createRows(length) {
  return Array.from({ length }, (_, id) => ({ id, name: `user ${id}`, at: '2020-01-01T00:00:00.000Z' }))
}

function createOperations(path, value) {
  const cache = new Cachetta({ path, duration: '1d' })
  const repeat = (operation) => async (count) => {
    for (let index = 0; index < count; index++) await operation()
  }
  return { write: repeat(() => writeCache(cache, value)), read: repeat(() => readCache(cache)) }
}

async function compareBlocks(name, ours, theirs) {
  const ourTimes = []
  const theirTimes = []
  for (let round = 0; round < limitRounds(blockRounds); round++) {
    ourTimes.push(await measureLongestBlock(ours))
    theirTimes.push(await measureLongestBlock(theirs))
  }
  return compareTimes(name, ourTimes, theirTimes)
}

/** Returns the longest time, in nanoseconds, between two turns of the event loop during the work. */
async function measureLongestBlock(work) {
  let longest = 0
  let isRunning = true
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (isRunning) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  await new Promise((resolve) => setImmediate(resolve))
  isRunning = false
  return longest * 1e6
}
