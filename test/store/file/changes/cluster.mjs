// Four workers of a cluster, each with the entry in memory. In each round one of them changes the entry, and all tell when they
// see it. `node cluster.mjs <JSON>` prints a line for each round: the verb, and the delay of the slowest in milliseconds.
import cluster from 'node:cluster'
import { once } from 'node:events'
import process from 'node:process'
import { Cachetta, fileStore, writeCache, writeCacheSync } from 'cachetta'

const { path, tagsPath, rounds } = JSON.parse(process.argv[2])
const workerCount = 4

const verbs = {
  invalidate: ({ fn }) => fn.invalidate(1),
  'invalidate of wrapSync': ({ syncFn }) => syncFn.invalidate(1),
  'refresh of wrapSync': ({ syncFn }) => syncFn.refresh(1),
  invalidateAll: ({ cache }) => cache.invalidateAll(),
  invalidateTags: ({ cache }) => cache.invalidateTags('people'),
  refresh: ({ fn }) => fn.refresh(1),
  writeCache: ({ cache }) => writeCache(cache, `written ${performance.now()}`, 1),
  writeCacheSync: ({ cache }) => writeCacheSync(cache, `written ${performance.now()}`, 1),
}

async function runWorker() {
  const cache = new Cachetta({
    path,
    store: fileStore({ tagsPath, watch: true }),
    duration: '1h',
    lruSize: 10,
    tags: ['people'],
  })
  let count = 0
  const compute = (id) => `${id} by ${process.pid}, ${count++}`
  const [fn, syncFn] = [cache(compute), cache.wrapSync(compute)]
  const jobs = {
    fill: () => fn(1),
    /** Looks until there is another value, or none. */
    async waitForOther({ value }) {
      while ((await fn.lookup(1)).value === value) await new Promise((resolve) => setTimeout(resolve, 1))
      return Date.now()
    },
    async change({ verb }) {
      await verbs[verb]({ cache, fn, syncFn })
      return Date.now()
    },
    die: () => process.kill(process.pid, 'SIGKILL'),
  }
  process.on('message', async ({ id, job, ...input }) => process.send({ id, result: await jobs[job](input) }))
  process.send({ isReady: true })
}

let lastId = 0
function ask(worker, job, input = {}) {
  const id = lastId++
  worker.send({ id, job, ...input })
  return new Promise((resolve) => {
    worker.on('message', function onAnswer(answer) {
      if (answer.id !== id) return
      worker.off('message', onAnswer)
      resolve(answer.result)
    })
  })
}

async function startWorker() {
  const worker = cluster.fork()
  await once(worker, 'message')
  return worker
}

async function runPrimary() {
  const workers = await Promise.all(Array.from({ length: workerCount }, startWorker))
  for (let round = 0; round < rounds; round += 1) {
    if (round === rounds >> 1) await replaceKilled(workers)
    const values = []
    for (const worker of workers) values.push(await ask(worker, 'fill'))
    const verb = Object.keys(verbs)[round % Object.keys(verbs).length]
    const seen = workers.map((worker) => ask(worker, 'waitForOther', { value: values[0] }))
    const changedAt = await ask(workers[round % workerCount], 'change', { verb })
    const delay = Math.max(...(await Promise.all(seen))) - changedAt
    process.stdout.write(`${verb} ${new Set(values).size === 1 ? delay : 'not shared'}\n`)
  }
  process.exit()
}

/** One worker is killed while it changes the entry, and another one takes its place. */
async function replaceKilled(workers) {
  void ask(workers[0], 'change', { verb: 'writeCache' })
  void ask(workers[0], 'die')
  await once(workers[0], 'exit')
  workers[0] = await startWorker()
}

if (cluster.isPrimary) await runPrimary()
else await runWorker()
