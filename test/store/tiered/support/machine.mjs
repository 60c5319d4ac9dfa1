// One of several machines over one Redis, each with a disk of its own, its working directory: `node machine.mjs <url>`. It does what
// the test tells it, and answers.
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cachetta, fileStore, lookup, setLogger, tieredStore, writeCache } from 'cachetta'
import { redisStore } from 'cachetta/redis'
import { createClient } from 'redis'

const lines = []
const write = (line) => lines.push(line)
setLogger({ debug: () => {}, info: () => {}, warn: write, error: write })

const client = createClient({ url: process.argv[2] })
client.on('error', () => {})
const connecting = client.connect().catch(() => {})
if (process.argv[3] !== 'offline') await connecting
const store = tieredStore([fileStore(), redisStore({ client, timeout: 200 })])
const options = { store, duration: '1h', tags: ['t'] }
const cache = new Cachetta({ path: './cache/numbers', ...options, lruSize: 100 })
let computations = 0
const compute = cache(async (id) => {
  computations += 1
  return `computed ${id}`
})

// Without memory, so that each read looks at the tiers.
const sources = new Cachetta({ path: './cache/sources', ...options })
const readSource = sources(async () => {
  const value = Number(await client.get('source'))
  await sleep(Math.random() * 3)
  return value
})
let isReading = false
let reading

const listCopies = () => {
  try {
    return readdirSync('cache').filter((name) => /^numbers-[0-9a-f]+$/.test(name))
  } catch {
    return []
  }
}

const jobs = {
  call: (id) => compute(id),
  computations: () => computations,
  copies: () => listCopies().length,
  lines: () => lines,
  lookup: (id) => lookup(cache, id),
  async change(verb, id) {
    if (verb === 'write') await writeCache(cache, 'written', id)
    else await cache[verb](...(verb === 'invalidate' ? [id] : verb === 'invalidateTags' ? ['t'] : []))
    return Date.now()
  },
  /** Waits until the value is not served any more, and until its copy is gone. */
  async waitForChange(id, value) {
    while ((await lookup(cache, id)).value === value) await sleep(1)
    const seenAt = Date.now()
    while (listCopies().length > 0 && !(await lookup(cache, id)).hit) await sleep(1)
    return { seenAt, goneAt: Date.now() }
  },
  startReading() {
    isReading = true
    reading = (async () => {
      const values = []
      while (isReading) values.push(await readSource())
      return values
    })()
  },
  stopReading() {
    isReading = false
    return reading
  },
  readSource: () => readSource(),
  async changeSource() {
    const value = await client.incr('source')
    await sleep(Math.random() * 5)
    await sources.invalidate()
    return value
  },
}

process.on('message', async ({ args, call, job }) => {
  const result = await jobs[job](...args)
  process.send({ answer: call, result })
})
process.send({ ready: true })
