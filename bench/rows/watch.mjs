// Processes that hear of each other's changes: `fileStore({ watch: true })`, against none, and against other ways to hear of them.
import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cachetta, fileStore, writeCache } from 'cachetta'
import { compare, compareTimes, limitRounds } from '../measure.mjs'
import { createUser } from '../values.mjs'

const program = fileURLToPath(new URL('../processes/watch.mjs', import.meta.url))
const rounds = 25
const processCount = 4

export const watchedHit = {
  name: 'watched-hit',
  work: 'hot hit in front of a watched disk, while another process writes 20 entries a second',
  run: ({ directory }) => withProcesses(directory, ['watched', 'unwatched', 'writer'], compareHits),
}

export const watchedWrite = {
  name: 'watched-write',
  work: 'disk write, announced to other processes, 1 kB',
  withoutBar: 'The row shows what it costs to tell the others.',
  run: async ({ directory }) => [
    await compare(createWrites('watched', directory, true), createWrites('not watched', directory, false)),
  ],
}

export const watchDelay = {
  name: 'watch-delay',
  work: 'a write until four processes have seen it',
  run: ({ directory }) => {
    const roles = ['changer', ...Array(processCount).fill('listener'), ...Array(processCount).fill('poller')]
    return withProcesses(directory, roles, compareDelays)
  },
}

export const watchStart = {
  name: 'watch-start',
  work: 'the begin of listening, with 1,000 directories of entries',
  run: ({ directory }) => {
    for (let index = 0; index < 1_000; index++) mkdirSync(join(directory, `entries/${index}`), { recursive: true })
    return withProcesses(directory, Array(10).fill('starter'), compareStarts)
  },
}

function createWrites(name, directory, isWatched) {
  const store = fileStore({ tagsPath: join(directory, 'tags'), watch: isWatched })
  const cache = new Cachetta({ path: join(directory, name, 'user.json'), store })
  return {
    name,
    async run(count) {
      for (let index = 0; index < count; index++) await writeCache(cache, createUser(index % 100), index % 100)
    },
  }
}

async function compareHits([watched, unwatched, writer]) {
  const [ours, theirs] = [[], []]
  const work = { count: 50_000 }
  await Promise.all([watched(work), unwatched(work)]) // V8 compiles them
  void writer({ perSecond: 20 })
  for (let round = 0; round < limitRounds(rounds); round++) {
    const pair = [async () => ours.push(await watched(work)), async () => theirs.push(await unwatched(work))]
    for (const measure of round % 2 === 0 ? pair : pair.toReversed()) await measure()
  }
  return [{ ...compareTimes('not watched', ours, theirs), bar: 1.05 }]
}

async function compareDelays([change, ...others]) {
  const [ours, theirs] = [[], []]
  for (let value = 1; value <= limitRounds(rounds); value++) {
    const seen = others.map((see) => see({ value }))
    await new Promise((resolve) => setTimeout(resolve, 60 + value))
    const changedAt = await change({ value })
    const delays = (await Promise.all(seen)).map((at) => Math.max(0, at - changedAt) * 1e6)
    ours.push(Math.max(...delays.slice(0, processCount)))
    theirs.push(Math.max(...delays.slice(processCount)))
  }
  return [{ ...compareTimes('a look every 50 ms', ours, theirs), bar: 1 }]
}

async function compareStarts(starters) {
  const times = []
  for (const [index, start] of starters.entries()) times.push(await start(index % 2 === 0 ? 'log' : 'directories'))
  const [ours, theirs] = [0, 1].map((rest) => times.filter((_, index) => index % 2 === rest))
  return [{ ...compareTimes('fs.watch of each directory', ours, theirs), bar: 1 }]
}

/** Calls `run` with a function for each process: it sends a message, and resolves with the answer. */
async function withProcesses(directory, roles, run) {
  const children = []
  try {
    const asks = []
    for (const role of roles) {
      const child = fork(program, [role, directory])
      children.push(child)
      asks.push(await createAsk(child))
    }
    return await run(asks)
  } finally {
    for (const child of children) child.disconnect()
  }
}

function createAsk(child) {
  const waiting = new Map()
  child.on('message', ({ id, result }) => waiting.get(id)?.(result))
  child.on('exit', () => {
    for (const resolve of waiting.values()) resolve(Number.NaN)
  })
  const waitFor = (id) => new Promise((resolve) => void waiting.set(id, resolve))
  let lastId = 0
  const ask = (input) => {
    lastId += 1
    child.send({ id: lastId, input })
    return waitFor(lastId)
  }
  return waitFor(0).then(() => ask)
}
