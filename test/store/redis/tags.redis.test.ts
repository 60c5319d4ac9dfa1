import { expect, it } from 'vitest'
import { builtInTypes } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { createDeferred } from '../../support/deferred.ts'
import { serveRedis } from '../../support/redis-for-tests.ts'

const redis = serveRedis()

type Client = typeof redis.client

/** A client whose method waits for something, before or after it asks the server. */
function intercept(method: 'eval' | 'get', wrap: (send: () => Promise<unknown>, text: string) => Promise<unknown>) {
  return new Proxy(redis.client, {
    get(client, name) {
      const value: unknown = Reflect.get(client, name, client)
      if (typeof value !== 'function') return value
      if (name !== method) return value.bind(client)
      return (...args: unknown[]) => wrap(() => Reflect.apply(value, client, args), String(args[0]))
    },
  }) as Client
}

//     run                 |-take-|-join-|------------------|-write-|
//     invalidate the tag                |-instant-|-look: none-|   |-end-|
it('an invalidation of a tag deletes what a run that began before writes after the look', async () => {
  const address = { path: 'tagged', key: '1', exact: false }
  const entry = { key: '1', value: 'old', storedAt: Date.now(), tags: ['t'] }
  const looked = createDeferred<void>()
  const writer = redisStore({
    timeout: 10_000,
    client: intercept('eval', async (send, script) => {
      if (script.includes("'written'")) await looked.promise
      return send()
    }),
  })
  const lock = await writer.lock?.(address, false)
  const writing = lock?.set?.(entry, builtInTypes, 60_000)
  await expect.poll(() => redis.client.exists('cachetta:{#"t"}')).toBe(1)

  const other = redisStore({
    timeout: 10_000,
    client: intercept('get', async (send) => {
      const found = await send()
      looked.resolve()
      await writing
      return found
    }),
  })
  await other.deleteTagged?.(['t'])
  expect(await writing).toBe(true)
  expect(await redisStore({ client: redis.client }).get(address, builtInTypes)).toBeNull()
})
