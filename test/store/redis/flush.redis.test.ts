// A platform freezes a process as soon as the promises that `waitUntil` got have resolved. Then its client is closed at once here.
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { builtInTypes, Cachetta, memoryStore, tieredStore } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import type { Change } from '../../../src/store/store.ts'
import { clientLibraries } from '../../support/redis-clients.ts'
import type { RedisServer } from '../../support/redis-server.ts'
import { startRedisServer } from '../../support/redis-server.ts'

let server: RedisServer
let administrator: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  server = await startRedisServer()
  administrator = await connect()
})
beforeEach(() => administrator.command('FLUSHALL'))
afterAll(async () => {
  administrator.close()
  await server.stop()
})

async function connect() {
  const connected = await clientLibraries['redis 6']?.(server.url)
  if (!connected) throw new Error('the library is in the list')
  const { client, close } = connected
  const { sendCommand } = client as unknown as { sendCommand(args: string[]): Promise<unknown> }
  return {
    close,
    command: (...args: string[]) => sendCommand.call(client, args),
    store: redisStore({ client, timeout: 200 }),
  }
}

/** Returns the types of the changes that another machine has heard of. */
async function listen(): Promise<string[]> {
  const { close, store } = await connect()
  const heard: string[] = []
  const stop = store.subscribe?.((change: Change) => void heard.push(change.type))
  await expect.poll(() => heard).toContain('missed') // it listens
  onTestFinished(() => {
    stop?.()
    close()
  })
  return heard
}

it.each([
  ['one store', (store: ReturnType<typeof redisStore>) => store],
  ['tiers', (store: ReturnType<typeof redisStore>) => tieredStore([memoryStore(), store])],
])(
  'waitUntil covers a message to other machines that the server takes at the second attempt, with %s',
  async (_, wrap) => {
    const heard = await listen()
    const { close, store } = await connect()
    const works: Promise<unknown>[] = []
    const cache = new Cachetta({ path: 'a', store: wrap(store), duration: '1h', waitUntil: (work) => works.push(work) })
    await administrator.command('ACL', 'SETUSER', 'default', '-publish')
    await cache.invalidate(1)
    await administrator.command('ACL', 'SETUSER', 'default', '+publish')
    await Promise.all(works)
    close()
    await expect.poll(() => heard).toContain('delete')
  },
)

it.each(['set', 'delete'] as const)('a %s reaches others although its process ends at once', async (type) => {
  const heard = await listen()
  const { close, store } = await connect()
  const address = { path: 'a', key: '1', exact: false }
  if (type === 'set') await store.set(address, { key: '1', value: 1, storedAt: 1, tags: [] }, builtInTypes)
  else await store.delete(address)
  close()
  await expect.poll(() => heard).toContain(type)
})

it('flush covers the release of a lock that the server gets at a later attempt', async () => {
  const { close, store } = await connect()
  const address = { path: 'a', key: '1', exact: false }
  const lock = await store.lock?.(address, false)
  await administrator.command('ACL', 'SETUSER', 'default', '-evalsha', '-eval')
  await lock?.release()
  const flushed = store.flush?.()
  await administrator.command('ACL', 'SETUSER', 'default', '+evalsha', '+eval')
  await flushed
  close()
  const other = await connect()
  const next = await other.store.lock?.(address, false)
  expect(next).not.toBeNull()
  await next?.release()
  other.close()
})
