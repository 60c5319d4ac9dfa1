import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/index.ts'
import { fileStore, memoryStore, tieredStore } from '../../src/index.ts'
import { createOutbox } from '../../src/outbox.ts'
import { storageStore } from '../../src/storage.ts'
import { createTestCache } from '../../src/testing.ts'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { createName, createStore } from '../store/indexeddb/test-store.ts'
import { createBareStorage, createSlowStorage } from '../store/storage/storages.ts'
import { recordLogLines } from '../support/log-lines.ts'

// Over each store: what a page or process adds and cannot send, a later one over the same medium finds, sends in order, and removes.

const logLines = recordLogLines()

/** Opens the medium again, as a page that is loaded, or a process that is started. */
type Reopen = () => Store

const media: Readonly<Record<string, () => Reopen>> = {
  files: () => () => fileStore(),
  IndexedDB: () => {
    const name = createName()
    return () => createStore(name)
  },
  'a storage with results': () => {
    const storage = createBareStorage()
    return () => storageStore(storage)
  },
  'a storage with promises': () => {
    const storage = createSlowStorage(createBareStorage())
    return () => storageStore(storage)
  },
  'two tiers': () => {
    const far = { ...memoryStore(), name: 'far' }
    return () => tieredStore([memoryStore(), far])
  },
}

describe.each(Object.entries(media))('over %s', (_name, open) => {
  test('items survive, are sent in order, and leave nothing behind', async () => {
    const reopen = open()
    const path = join(temporaryDirectory(), 'app')
    const sent: string[] = []
    const start = (isOnline: boolean) => {
      const store = reopen()
      const { cache } = createTestCache({ path, store })
      const mutations = { add: { send: async (text: string) => void sent.push(text) } }
      return { store, outbox: createOutbox(cache, mutations, { isOnline: () => isOnline }) }
    }
    const first = start(false)
    for (const text of ['a', 'b', 'c']) void first.outbox.add(text)
    await expect.poll(() => first.outbox.entries().length).toBe(3)
    await first.outbox.close()
    const second = start(true)
    await second.outbox.ready
    await second.outbox.flush()
    expect(sent).toEqual(['a', 'b', 'c'])
    expect(second.outbox.entries()).toEqual([])
    await second.outbox.close()
    const keys: string[] = []
    for await (const { key } of second.store.list(path)) keys.push(key)
    expect(keys.filter((key) => key.startsWith('outbox'))).toEqual([])
  })
})

test('two outboxes over memory warn once, and their items end with the process', async () => {
  const { cache } = createTestCache()
  createOutbox(cache, {})
  createOutbox(cache, {}, { name: 'other' })
  expect(logLines.filter((line) => line.includes('memory store'))).toHaveLength(1)
})
