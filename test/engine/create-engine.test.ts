import { expect, test } from 'vitest'
import type { Store } from '../../src/index.ts'
import { Cachetta, memoryStore } from '../../src/index.ts'

/** A store that notes when it is woken, and when it is asked. */
function sleeping() {
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

test('wakes the store with the first cache over it, before anyone asks', async () => {
  const { calls, store } = sleeping()
  const cache = new Cachetta({ path: 'users', store })
  expect(calls).toEqual(['wake'])

  await cache.copy({ duration: '1m' }).exists(1)
  new Cachetta({ path: 'teams', store })
  expect(calls.filter((call) => call === 'wake')).toHaveLength(1)
})

test('leaves a store asleep that no cache has been made over', () => {
  const { calls, store } = sleeping()
  new Cachetta({ path: 'users', store: memoryStore() })
  expect(store.get).toBeTypeOf('function')
  expect(calls).toEqual([])
})
