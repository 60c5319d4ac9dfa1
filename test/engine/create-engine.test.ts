import { expect, test } from 'vitest'
import type { Store } from '../../src/index.ts'
import { Cachetta, memoryStore } from '../../src/index.ts'

/** Creates a store that records the calls of `wake` and `get`. */
function createRecordingStore() {
  const calls: string[] = []
  const inner = memoryStore()
  const store: Store = {
    ...inner,
    wake: () => void calls.push('wake'),
    get(address, types) {
      calls.push('get')
      return inner.get(address, types)
    },
  }
  return { calls, store }
}

test('wakes the store when the first cache over it is created, before any read', async () => {
  const { calls, store } = createRecordingStore()
  const cache = new Cachetta({ path: 'users', store })
  expect(calls).toEqual(['wake'])

  await cache.copy({ duration: '1m' }).exists(1)
  new Cachetta({ path: 'teams', store })
  expect(calls.filter((call) => call === 'wake')).toHaveLength(1)
})

test('does not wake a store without a cache', () => {
  const { calls, store } = createRecordingStore()
  new Cachetta({ path: 'users', store: memoryStore() })
  expect(store.get).toBeTypeOf('function')
  expect(calls).toEqual([])
})
