// One of several machines that share entries in Redis: `node machine.mjs <url>`. It does what the test tells it, and answers.
import process from 'node:process'
import { Cachetta, lookup, writeCache } from 'cachetta'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'

const client = createClient({ url: process.argv[2] })
client.on('error', () => {})
await client.connect()
const cache = new Cachetta({
  path: 'numbers',
  duration: '1h',
  tags: ['t'],
  lruSize: 100,
  store: redisStore({ client }),
})

let finish = () => {}
const compute = cache(async (id) => {
  await client.incr(`computations of ${id}`)
  const finished = new Promise((resolve) => {
    finish = resolve
  })
  process.send({ computing: id })
  await finished
  return `computed ${id} by ${process.pid}`
})
const computeAtOnce = cache(async (id) => {
  await client.incr(`computations of ${id}`)
  return `computed ${id}`
})

const jobs = {
  call: (id) => compute(id),
  callOften: (id, count) => Promise.all(Array.from({ length: count }, () => computeAtOnce(id))),
  finish: () => finish(),
  invalidate: (id) => cache.invalidate(id),
  invalidateAll: () => cache.invalidateAll(),
  invalidateTags: () => cache.invalidateTags('t'),
  write: (id, value) => writeCache(cache, value, id),
  lookup: (id) => lookup(cache, id),
}

process.on('message', async ({ args, call, job }) => {
  const result = await jobs[job](...args)
  process.send({ answer: call, result })
})
process.send({ ready: true })
