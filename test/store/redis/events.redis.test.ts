import { expect, it } from 'vitest'
import type { CacheEvent } from '../../../src/index.ts'
import { Cachetta, subscribeEvents, writeCache } from '../../../src/index.ts'
import { redisStore } from '../../../src/redis.ts'
import { serveRedis } from '../../support/redis-for-tests.ts'

const redis = serveRedis()

it('a change by another machine is told as one', async () => {
  const [here, there] = [1, 2].map(() => new Cachetta({ path: 'events', store: redisStore({ client: redis.client }) }))
  const events: CacheEvent[] = []
  subscribeEvents(here as Cachetta, (event) => void events.push(event))
  const listChanges = () => events.map((event) => ('by' in event ? `${event.type} ${event.key} by ${event.by}` : ''))
  await expect
    .poll(async () => {
      await writeCache(there as Cachetta, 'value', 1)
      return listChanges()
    })
    .toContain('stored 1 by machine')
  await there?.invalidate(1)
  await expect.poll(listChanges).toContain('invalidated 1 by machine')
})
