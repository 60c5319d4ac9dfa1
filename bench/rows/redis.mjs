import { Cachetta, lookup, writeCache } from 'cachetta'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'
import { compare, compareTimes, limitRounds } from '../measure.mjs'
import { loadPeers } from '../peers.mjs'
import { startDelay, startRedis } from '../redis.mjs'
import { createUser } from '../values.mjs'

const entryCount = 100

/** A round trip takes so long that V8 needs more time to compile what it calls. */
const spans = { batchMs: 100 }

const hitReason =
  'The trips are the same. The difference is work of this process: a hit checks the checksum and each field, judges the freshness, and lets calls of one entry share one read. `lruSize` takes most hits away from Redis.'
const writeReason =
  'A write is one script instead of a `SET`: it refuses a result whose right to be stored has ended, notes the name of the entry, and tells the other machines.'
const invalidationReason =
  'An invalidation is one script that also refuses the results of computations that began before it, and then the same message.'

export const redisHit = {
  name: 'redis-hit',
  work: 'hit from Redis, 1 kB, nothing in memory',
  reason: hitReason,
  run: ({ directory }) =>
    compareShared(directory, {
      hasMemory: false,
      work: readOften,
      plain: (client) => (key) => client.get(key),
      bar: 1.5,
    }),
}

export const redisWrite = {
  name: 'redis-write',
  work: 'write to Redis, 1 kB',
  reason: writeReason,
  run: ({ directory }) =>
    compareShared(directory, {
      hasMemory: false,
      work: writeOften,
      plain: (client) => (key) => client.set(key, JSON.stringify(createUser(1)), { PX: 3_600_000 }),
      bar: 1.5,
    }),
}

export const redisMemoryHit = {
  name: 'redis-memory-hit',
  work: 'hit from memory in front of Redis, 1 kB',
  run: ({ directory }) => compareShared(directory, { hasMemory: true, work: readOften }),
}

export const redisInvalidation = {
  name: 'redis-invalidation',
  work: 'delay until the memory of another instance has lost an invalidated entry',
  reason: invalidationReason,
  run: compareInvalidations,
}

/** Compares with one command of the same client, here and over a network, and with other libraries over the same server. */
async function compareShared(directory, { bar, hasMemory, plain, work }) {
  const server = await startRedis(directory)
  const comparisons = []
  if (plain) {
    const delay = await startDelay(server.port)
    comparisons.push(await compareWithPlain(delay, { bar: 1.2, name: 'one command, 0.5 ms away', plain, work }))
    delay.stop()
    comparisons.push(await compareWithPlain(server, { bar, name: 'one command', plain, work }))
  }
  const client = await connect(server)
  const ours = { name: 'Cachetta', run: await work(createOwn(client, hasMemory)) }
  for (const { name, createSharedCache } of await loadPeers(['bentocache-redis', 'cacheable-redis'])) {
    const theirs = createSharedCache({ port: server.port, size: 2 * entryCount, hasMemory })
    comparisons.push({ ...(await compare(ours, { name, run: await work(theirs) }, spans)), bar: 1 })
    await theirs.close()
  }
  client.destroy()
  server.stop()
  return comparisons
}

async function compareWithPlain(server, { bar, name, plain, work }) {
  const client = await connect(server)
  const ours = { name: 'Cachetta', run: await work(createOwn(client, false)) }
  const send = plain(client)
  const run = async (count) => {
    for (let index = 0; index < count; index++) await send(`plain ${index % entryCount}`)
  }
  for (let id = 0; id < entryCount; id++) await client.set(`plain ${id}`, JSON.stringify(createUser(id)))
  const comparison = await compare(ours, { name, run }, spans)
  client.destroy()
  return { ...comparison, bar }
}

/** Each piece of work is one invalidation, from its call until the other instance misses. */
async function compareInvalidations({ directory }) {
  const server = await startRedis(directory)
  const clients = [await connect(server), await connect(server)]
  const [here, there] = clients.map((client) => createOwn(client, true))
  const comparisons = []
  for (const { name, createSharedCache } of await loadPeers(['bentocache-redis'])) {
    const [theirHere, theirThere] = [1, 2].map(() =>
      createSharedCache({ port: server.port, size: 2 * entryCount, hasMemory: true }),
    )
    const times = { ours: [], theirs: [] }
    for (let round = 0; round < limitRounds(101); round++) {
      times.ours.push(await measureInvalidation(here, there, `round ${round}`))
      times.theirs.push(await measureInvalidation(theirHere, theirThere, `round ${round}`))
    }
    comparisons.push({ ...compareTimes(name, times.ours.slice(1), times.theirs.slice(1)), bar: 1 })
    await Promise.all([theirHere.close(), theirThere.close()])
  }
  for (const client of clients) client.destroy()
  server.stop()
  return comparisons
}

async function measureInvalidation(here, there, key) {
  const compute = async () => createUser(1)
  await here.read(key, compute)
  await there.read(key, compute)
  const start = process.hrtime.bigint()
  await here.invalidate(key)
  while (await there.has(key)) await new Promise((resolve) => setImmediate(resolve))
  return Number(process.hrtime.bigint() - start)
}

async function connect({ port }) {
  const client = createClient({ url: `redis://127.0.0.1:${port}` })
  await client.connect()
  return client
}

/** The verbs that the libraries share. */
function createOwn(client, hasMemory) {
  const memory = hasMemory ? { lruSize: 2 * entryCount } : {}
  const cache = new Cachetta({ path: 'users', store: redisStore({ client }), duration: '1h', ...memory })
  const compute = cache(async (key) => createUser(key.length))
  return {
    read: (key) => compute(key),
    write: (key, value) => writeCache(cache, value, key),
    has: async (key) => (await lookup(cache, key)).hit,
    invalidate: (key) => cache.invalidate(key),
  }
}

async function readOften({ read }) {
  const compute = async () => createUser(1)
  const readNext = (index) => read(`user-${index % entryCount}`, compute)
  for (let index = 0; index < entryCount; index++) await readNext(index)
  return async (count) => {
    for (let index = 0; index < count; index++) await readNext(index)
  }
}

async function writeOften({ write }) {
  return async (count) => {
    for (let index = 0; index < count; index++) await write(`user-${index % entryCount}`, createUser(1))
  }
}
