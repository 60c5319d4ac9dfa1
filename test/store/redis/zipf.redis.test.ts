// Sixteen clients read a thousand entries, a few of them much more often than the others, while the source changes. Some changes are
// told by an invalidation, some by nobody. `npm run test:long` does it for a minute.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { Cachetta } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import type { ConnectedClient } from '../../support/redis-clients.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { runRedisCommand, startRedisServer } from '../../support/redis-server.ts'

const runMs = process.env['CACHETTA_LONG'] ? 60_000 : 3_000
const clientCount = 16
const entryCount = 1_000
const durationMs = 1_000
/** The delay of a message, and that of a computation, on a machine that is busy with 16 clients. */
const delayMs = 1_000

let server: RedisServer
let clients: ConnectedClient[]
beforeAll(async () => {
  server = await startRedisServer()
  const libraries = Object.values(clientLibraries)
  const connecting = Array.from({ length: clientCount }, (_, at) => libraries[at % libraries.length]?.(server.url))
  clients = (await Promise.all(connecting)).flatMap((client) => client ?? [])
})
afterAll(async () => {
  for (const { close } of clients) close()
  await server.stop()
})

/** When each version of each entry came into being, in the source. */
class Source {
  readonly #changes = Array.from({ length: entryCount }, () => [performance.now()])

  read(id: number): number {
    return this.#changesOf(id).length - 1
  }

  change(id: number): void {
    this.#changesOf(id).push(performance.now())
  }

  /** Returns for how long a version has been outdated at an instant, in milliseconds. */
  staleness(id: number, version: number, at: number): number {
    const outdatedSince = this.#changesOf(id)[version + 1]
    return outdatedSince === undefined ? 0 : Math.max(0, at - outdatedSince)
  }

  #changesOf(id: number): number[] {
    const changes = this.#changes[id]
    if (!changes) throw new Error(`there is no entry ${id}`)
    return changes
  }
}

/** Draws an entry by Zipf's law: the second is half as frequent as the first, the third a third. */
function createZipf(): () => number {
  const sums: number[] = []
  for (let rank = 1; rank <= entryCount; rank += 1) sums.push((sums.at(-1) ?? 0) + 1 / rank)
  const total = sums.at(-1) ?? 0
  return () => {
    const drawn = Math.random() * total
    return sums.findIndex((sum) => sum >= drawn)
  }
}

it('serves nothing older than its duration and a message allow, in bounded memory', async () => {
  const source = new Source()
  const draw = createZipf()
  let computations = 0
  const caches = clients.map(
    ({ client }) =>
      new Cachetta({
        path: 'zipf',
        store: redisStore({ client, timeout: 5_000 }),
        duration: durationMs,
        lruSize: 200,
      }),
  )
  const readers = caches.map((cache) =>
    cache(async (id: number) => {
      computations += 1
      return source.read(id)
    }),
  )
  const end = performance.now() + runMs
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
  let reads = 0
  let stalestMs = 0
  const heap: number[] = []

  const readOften = async (read: (id: number) => Promise<number>) => {
    while (performance.now() < end) {
      const id = draw()
      const startedAt = performance.now()
      stalestMs = Math.max(stalestMs, source.staleness(id, await read(id), startedAt))
      reads += 1
      await pause()
    }
  }
  const changeOften = async () => {
    for (let round = 0; performance.now() < end; round += 1) {
      const id = draw()
      source.change(id)
      if (round % 2 === 0) await caches[round % caches.length]?.invalidate(id)
      heap.push(process.memoryUsage().heapUsed)
      await pause()
    }
  }
  await Promise.all([...readers.map(readOften), changeOften()])

  const keys = Number(await runRedisCommand(server.port, 'dbsize'))
  const [early, late] = [heap.slice(0, heap.length / 3), heap.slice(-heap.length / 3)].map((part) => Math.min(...part))
  process.stdout.write(
    `   ${reads} reads, ${computations} computations, the stalest by ${stalestMs.toFixed(0)} ms, ${keys} keys, ` +
      `heap ${toMb(early)} to ${toMb(late)} MB\n`,
  )
  expect(stalestMs).toBeLessThan(durationMs + delayMs)
  expect(keys).toBeLessThanOrEqual(2 * entryCount + 2) // texts and runs, the index, the counter of messages
  expect(late).toBeLessThan(Number(early) + 100e6)
})

function toMb(bytes = 0): string {
  return (bytes / 1e6).toFixed(0)
}
