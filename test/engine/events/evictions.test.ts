import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { CacheEvent } from '../../../src/index.ts'
import { Cachetta, fileStore, memoryStore, subscribeEvents, tieredStore, writeCache } from '../../../src/index.ts'
import { storageStore } from '../../../src/storage.ts'
import type { Store } from '../../../src/store/store.ts'
import { temporaryDirectory } from '../../store/file/support/processes.ts'
import { createStore } from '../../store/indexeddb/test-store.ts'
import { createLocalStorage } from '../../store/storage/storages.ts'
import { flushPromises } from '../../support/deferred.ts'

/** Stores with room for less than ten entries of 1,000 characters. */
const smallStores: Readonly<Record<string, () => Store>> = {
  'the file store': () => fileStore({ maxEntries: 8 }),
  'tiers, of which the far one is small': () => tieredStore([memoryStore(), fileStore({ maxEntries: 8 })]),
  'the store over localStorage': () => storageStore(createLocalStorage(9_000)),
  'the store over IndexedDB': () => createStore(undefined, 8_000),
}

it.each(Object.entries(smallStores))('%s tells which entries have made room for others', async (_, createSmall) => {
  const store = createSmall()
  const path = join(temporaryDirectory(), 'small')
  const cache = new Cachetta({ path, store, duration: '1h' })
  const events: CacheEvent[] = []
  subscribeEvents(cache, (event) => void events.push(event))
  for (let index = 1; index <= 10; index += 1) await writeCache(cache, 'x'.repeat(1_000), index)
  const evicted = () => events.flatMap((event) => (event.type === 'evicted' && event.from === 'store' ? [event] : []))
  await expect.poll(() => evicted().length).toBeGreaterThan(0)
  await flushPromises()
  const keys = evicted().map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  for (const event of evicted()) expect(event.path).toBe(path)
  for (const key of keys) expect(await store.get({ path, key, exact: false }, builtInTypes)).toBeNull()
})
