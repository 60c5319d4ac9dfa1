// npm run bench:redis: what Cachetta costs a server of Redis, for each operation. docs/scale.md calculates with these figures.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Cachetta, writeCache } from 'cachetta'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'
import { startRedis } from './redis.mjs'
import { createUser } from './values.mjs'

const calls = 5_000
const entries = 20_000

const directory = mkdtempSync(join(tmpdir(), 'cachetta-costs-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
const server = await startRedis(directory)
const client = await createClient({ url: `redis://127.0.0.1:${server.port}` }).connect()

const createCache = (path, options = {}) =>
  new Cachetta({ path, store: redisStore({ client, timeout: 60_000 }), duration: '1h', ...options })
const cache = createCache('users')
const getUser = cache(async (id) => createUser(id))

await printCost('a plain GET of 1 kB, for comparison', calls, async () => {
  await client.set('plain', JSON.stringify(createUser(1)))
  return () => client.get('plain')
})
await printCost('a hit', calls, async () => {
  await getUser(0)
  return () => getUser(0)
})
await printCost('a miss: read, lock, write, message', calls, async () => (id) => getUser(id + 1))
await printCost('a write', calls, async () => (id) => writeCache(cache, createUser(id), id))
await printCost('a write with one tag', calls, async () => {
  const tagged = createCache('tagged', { tags: ['t'] })
  return (id) => writeCache(tagged, createUser(id), id)
})
const listeners = await Promise.all(Array.from({ length: 20 }, () => client.duplicate().connect()))
for (const listener of listeners) await listener.subscribe('cachetta:changes', () => {})
await printCost(
  'a write, with 20 processes that listen',
  calls,
  async () => (id) => writeCache(cache, createUser(id), id),
)
for (const listener of listeners) listener.destroy()
await printCost('an invalidation', calls, async () => (id) => cache.invalidate(id))
await printMemory()
client.destroy()
server.stop()

/** Prints the time that the server computes for one operation, and the bytes that it receives and sends. */
async function printCost(name, count, prepare) {
  const run = await prepare()
  await run(0)
  const before = await readCounters()
  for (let id = 0; id < count; id += 1) await run(id)
  const after = await readCounters()
  const perCall = (field) => (after[field] - before[field]) / count
  const cpu = (1e6 * (perCall('used_cpu_user') + perCall('used_cpu_sys'))).toFixed(0)
  const received = perCall('total_net_input_bytes').toFixed(0)
  const sent = perCall('total_net_output_bytes').toFixed(0)
  console.log(
    `${name.padEnd(38)} ${cpu.padStart(4)} µs of the server   ${received.padStart(5)} bytes in   ${sent.padStart(5)} bytes out`,
  )
}

async function printMemory() {
  const full = createCache('full')
  await client.flushAll()
  const before = await readCounters()
  for (let from = 0; from < entries; from += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, at) => writeCache(full, createUser(from + at), from + at)))
  }
  const after = await readCounters()
  const size = await client.strLen('cachetta:{["full","1"]}')
  const index = await client.memoryUsage('cachetta:index', { SAMPLES: 0 })
  const total = (after.used_memory - before.used_memory) / entries
  console.log(
    `memory for an entry, a text of ${size} bytes    ${total.toFixed(0)} bytes, ${(index / entries).toFixed(0)} of them in the index`,
  )
  const startedAt = performance.now()
  await full.invalidateAll()
  console.log(`invalidateAll of ${entries} entries         ${(performance.now() - startedAt).toFixed(0)} ms`)
}

async function readCounters() {
  const text = await client.info()
  return Object.fromEntries([...text.matchAll(/^(\w+):([\d.]+)\r?$/gm)].map(([, name, value]) => [name, Number(value)]))
}
