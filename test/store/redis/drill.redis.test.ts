// All that can happen to a server, while eight callers call without a pause. Each call must return its value. The drill prints a line
// for each part: calls, hits, computations, and the slowest call.

import { describe, expect, it } from 'vitest'
import { Cachetta } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import { serveRedisBehindProxy } from '../../support/redis-for-tests.ts'
import { runRedisCommand } from '../../support/redis-server.ts'
import type { Traffic } from './support/traffic.ts'
import { startTraffic } from './support/traffic.ts'

const timeout = 200
const callers = 8
const ids = 50

const redis = serveRedisBehindProxy()
const lines = recordLogLines()

const command = (...args: string[]) => runRedisCommand(redis.server.port, ...args)

/** What happens to the server in each part of the drill, and how it is repaired. */
const troubles: Readonly<Record<string, readonly [begin: () => unknown, end: () => unknown]>> = {
  killed: [() => redis.server.kill(), () => redis.server.restart()],
  stopped: [() => redis.server.pause(), () => redis.server.resume()],
  slow: [() => Object.assign(redis.proxy, { delayMs: 2 * timeout }), () => Object.assign(redis.proxy, { delayMs: 0 })],
  'cut off': [
    () => Object.assign(redis.proxy, { isSwallowingAll: true }),
    () => {
      redis.proxy.isSwallowingAll = false
      redis.proxy.cut() // a client cannot know that the answers to its commands will never come
    },
  ],
  'out of memory': [() => command('config', 'set', 'maxmemory', '1'), () => command('config', 'set', 'maxmemory', '0')],
  'a replica': [() => command('replicaof', '127.0.0.1', '1'), () => command('replicaof', 'no', 'one')],
  emptied: [() => command('flushall'), () => command('flushall')],
}

describe.each(['redis 6', 'ioredis 6'])('with %s, calls return their values', (library) => {
  it('through all that can happen to a server, and hit again afterwards', async () => {
    const connected = await clientLibraries[library]?.(`redis://127.0.0.1:${redis.proxy.port}`)
    if (!connected) throw new Error('the library is in the list')
    const store = redisStore({ client: connected.client, timeout, prefix: `drill of ${library}:` })
    const cache = new Cachetta({ path: 'numbers', store, duration: '1h' })
    let computations = 0
    const getNumber = cache(async (id: number) => {
      computations += 1
      return `number ${id}`
    })
    const traffic = startTraffic({ callers, pick: (random) => Math.floor(random * ids), call: getNumber })
    try {
      await traffic.runFor(300)
      traffic.takeCounts()
      for (const [trouble, [begin, end]] of Object.entries(troubles)) {
        const before = computations
        traffic.takeCounts()
        await begin()
        await traffic.runFor(500)
        print(`${library}, the server is ${trouble}`, traffic, computations - before)
        await end()
        await expect.poll(() => countLater(traffic, () => computations), { interval: 100 }).toBe(0)
      }
    } finally {
      await traffic.stop()
      connected.close()
    }
    expect(traffic.wrong).toEqual([])
    const first = lines.filter((line) => !line.includes('of this kind')) // later ones are counted
    expect(first.length).toBeLessThanOrEqual(3 * Object.keys(troubles).length) // one for each kind of command and trouble
  })
})

/** Counts the computations of the next 50 milliseconds. */
async function countLater(traffic: Traffic, count: () => number): Promise<number> {
  const before = count()
  await traffic.runFor(50)
  return count() - before
}

function print(part: string, traffic: Traffic, computations: number): void {
  const { calls, slowestMs } = traffic.takeCounts()
  process.stdout.write(
    `   ${part}: ${calls} calls, ${calls - computations} hits, ${computations} computations, slowest call ${slowestMs.toFixed(0)} ms\n`,
  )
}
