import { expect, it, vi } from 'vitest'
import type { CacheEvent } from '../../../src/index.ts'
import { memoryStore, subscribe, subscribeEvents } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'

// As in a browser, where an engine has no `emit` while nobody listens.
vi.mock('#events', () => import('../../../src/engine/events/events.ts'))
vi.mock('#start-events', () => import('../../../src/engine/events/start-events.ts'))

it('who subscribes again and again asks the engine and the store once', async () => {
  const onEvict = vi.fn()
  const { cache } = createTestCache({ store: { ...memoryStore(), onEvict } })
  for (let round = 0; round < 3; round += 1) subscribeEvents(cache, () => {})()
  const events: CacheEvent[] = []
  subscribeEvents(cache, (event) => void events.push(event))
  const stop = subscribe(cache, 'a', () => {})
  await flushPromises()
  expect(events.map(({ type }) => type)).toEqual(['observed'])
  expect(onEvict).toHaveBeenCalledTimes(1)
  stop()
})
