// One worker of the service. Each computation appends a line to the file `computed`, so that it is counted across processes, and
// waits for the file `finish-<id>` where the request says so.
import { appendFileSync, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Cachetta, lookup, setLogger, writeCache } from 'cachetta'
import { hydrate } from 'cachetta/ssr'

const directory = process.argv[2]
const log = []
setLogger(({ level, message }) => {
  if (level === 'warn' || level === 'error') log.push(message)
})
process.on('unhandledRejection', (reason) => log.push(`unhandled: ${reason}`))

const cache = new Cachetta({ path: `${directory}/cache`, duration: '1h' })
let isDown = false

/** Computes a user, when the file `finish-<id>` is there. */
async function fetchUser(id, { signal } = {}) {
  appendFileSync(`${directory}/computed`, `${id} ${process.pid}\n`)
  signal?.addEventListener('abort', () => appendFileSync(`${directory}/aborted`, `${id}\n`))
  while (id.startsWith('slow') && !existsSync(`${directory}/finish-${id}`)) await sleep(10, undefined, { signal })
  if (isDown) throw new Error('the database is down')
  return { id, by: process.pid }
}

const getUser = cache.at('users.json')(fetchUser, { tags: (_user, id) => [`user:${id}`] })
const getQuick = cache.at('users.json')(fetchUser, { tags: (_user, id) => [`user:${id}`], lock: '200ms' })
const getRescued = cache.at('rescued.json')(fetchUser, { duration: 0, staleIfError: '1d' })
const getRemembered = cache.at('remembered.json')(fetchUser, { lruSize: 10, duration: '1m', staleDuration: '1d' })
const { now } = Date

const routes = {
  user: (id, signal) => getUser(id, { signal }),
  quick: (id) => getQuick(id),
  rescued: (id) => getRescued(id),
  remembered: (id) => getRemembered(id),
  lookup: (id) => lookup(getUser.cache, id),
  write: (id) => writeCache(getUser.cache, { id, by: 'written' }, id),
  invalidate: (id) => getUser.invalidate(id),
  forget: (id) => getRemembered.invalidate(id),
  invalidateAll: () => getUser.cache.invalidateAll(),
  invalidateTags: (id) => getUser.cache.invalidateTags(`user:${id}`),
  log: () => log,
  down: (id) => {
    isDown = id === 'yes'
  },
  later: () => {
    Date.now = () => now() + 120_000
  },
  hydrate: (id) => {
    const entry = { cachetta: 1, key: '1', storedAt: Date.now(), value: 'evil' }
    const entries = [{ address: { path: `${directory}/${decodeURIComponent(id)}`, key: '1', exact: true }, entry }]
    hydrate(cache, JSON.stringify({ cachetta: 1, entries }))
  },
  terminate: async (id) => {
    const thread = new Worker(new URL('../tool/thread.mjs', import.meta.url), {
      workerData: `${directory}/cache/${id}`,
    })
    await new Promise((resolve) => thread.once('message', resolve))
    await thread.terminate()
    return cache.at(id)(async () => `computed after ${id}`, { lock: '1h' })()
  },
}

/** Answers `/<route>/<id>` with JSON. A request that the client aborts aborts its call. */
async function answer(request, response) {
  const [, route, id] = String(request.url).split('/')
  const client = new AbortController()
  response.on('close', () => client.abort(new Error('the client has gone')))
  try {
    const body = JSON.stringify((await routes[route](id, client.signal)) ?? null)
    response.setHeader('content-type', 'application/json').end(body)
  } catch (error) {
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: error.message }))
  }
}

const servers = [createServer(answer), createServer(answer)]
const ports = await Promise.all(
  servers.map((server, index) => {
    const options = index === 0 ? { port: 0, host: '127.0.0.1' } : { port: 0, host: '127.0.0.1', exclusive: true }
    return new Promise((resolve) => server.listen(options, () => resolve(server.address().port)))
  }),
)
process.send?.({ shared: ports[0], own: ports[1] })
process.on('message', (message) => {
  if (message !== 'stop') return
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
  process.disconnect()
})
