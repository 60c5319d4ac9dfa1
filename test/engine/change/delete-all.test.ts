// A store that deletes everything under a base in one call.
import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Store } from '../../../src/index.ts'
import { lookup, memoryStore, readCache, writeCache, writeCacheSync } from '../../../src/index.ts'
import { isUnder } from '../../../src/key/address.ts'
import type { EntryStat } from '../../../src/store/store.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

/** Creates a memory store that deletes many entries by itself, and counts its calls. `beforeDelete` runs before it does. */
function createBulkStore(beforeDelete: () => void | Promise<void> = () => undefined) {
  const memory = memoryStore()
  const calls: string[] = []
  const deleteWhere = async (base: string, matches: (stat: EntryStat) => boolean) => {
    await beforeDelete()
    for await (const stat of memory.list('')) {
      if (isUnder(base, stat.address) && matches(stat)) await memory.delete(stat.address)
    }
  }
  const store: Store = {
    ...memory,
    list(base) {
      calls.push('list')
      return memory.list(base)
    },
    async delete(address) {
      calls.push('delete')
      await memory.delete(address)
    },
    async deleteAll(base) {
      calls.push('deleteAll')
      await deleteWhere(base, () => true)
    },
    async deleteWhere(base, matches) {
      calls.push('deleteWhere')
      await deleteWhere(base, matches)
    },
  }
  return { store, calls, memory }
}

async function createFilledCache(bulk: ReturnType<typeof createBulkStore>, options: object = {}) {
  const test = createTestCache({ path: 'base/a', store: bulk.store, ...options })
  const outside = test.cache.copy({ path: 'base/ab' })
  for (const key of [1, 2, 3]) await writeCache(test.cache, `value ${key}`, key)
  await writeCache(outside, 'outside', 1)
  bulk.calls.length = 0
  return { ...test, outside }
}

describe('invalidateAll', () => {
  it('is one call of the store', async () => {
    const bulk = createBulkStore()
    const { cache, outside } = await createFilledCache(bulk, { lruSize: 9 })
    await cache.invalidateAll()
    expect(bulk.calls).toEqual(['deleteAll'])
    for (const key of [1, 2, 3]) expect(await readCache(cache, key)).toBe(null)
    expect(await readCache(outside, 1)).toBe('outside')
  })

  it('reads nothing that the store is deleting, and drops what was computed since before', async () => {
    const deleting = createDeferred<void>()
    const { cache } = await createFilledCache(
      createBulkStore(() => deleting.promise),
      { lruSize: 9 },
    )
    const { fn, calls } = createDeferredFunction<[number], string>()
    const before = cache(fn)(4)
    await flushPromises()
    const invalidation = cache.invalidateAll()
    await flushPromises()
    expect(await readCache(cache, 1)).toBeNull()
    const during = cache(fn)(5)
    await flushPromises()
    deleting.resolve()
    await invalidation
    for (const call of calls) call.resolve(`computed ${call.args[0]}`)
    expect(await Promise.all([before, during])).toEqual(['computed 4', 'computed 5'])
    for (const key of [1, 4]) expect(await lookup(cache, key)).toEqual({ hit: false })
    expect(await lookup(cache, 5)).toMatchObject({ hit: true })
  })

  it('deletes one by one what the store could not delete at once', async () => {
    const bulk = createBulkStore(() => Promise.reject(new Error('denied')))
    const { cache, outside } = await createFilledCache(bulk)
    await cache.invalidateAll()
    expect(bulk.calls).toEqual(['deleteAll', 'list', 'delete', 'delete', 'delete'])
    expect([await readCache(cache, 1), await readCache(outside, 1)]).toEqual([null, 'outside'])
    expect(lines).toEqual([])
  })

  it('hides what the store can delete in no way, until it can', async () => {
    let isBroken = true
    const fail = async () => {
      if (isBroken) throw new Error('read-only')
    }
    const bulk = createBulkStore(fail)
    const { store, memory } = bulk
    const remove: Store['delete'] = async (address) => {
      await fail()
      await memory.delete(address)
    }
    const failing = { ...bulk, store: { ...store, delete: remove } }
    const { cache, clock } = await createFilledCache(failing)
    await cache.invalidateAll()
    expect(await readCache(cache, 1)).toBe(null)
    expect(lines).toEqual([expect.stringMatching(/^warn cachetta: the memory store cannot delete .*: read-only/)])
    isBroken = false
    await cache.invalidateAll()
    await memory.set(
      { path: 'base/a', key: '1', exact: false },
      { key: '1', storedAt: clock.now(), tags: [], value: 'by another process' },
      builtInTypes,
    )
    expect(await readCache(cache, 1)).toBe('by another process')
  })

  it('in a scope, also removes the entries from the memory of the cache', async () => {
    const bulk = createBulkStore()
    const { cache, outside } = await createFilledCache(bulk, { lruSize: 9 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const computed = cache(fn)(4)
    await flushPromises()
    await cache.scope().invalidateAll()
    expect(bulk.calls).toContain('deleteAll')
    for (const call of calls) call.resolve('computed')
    await computed
    for (const key of [1, 2, 3, 4]) expect(await lookup(cache, key)).toEqual({ hit: false })
    expect(await readCache(outside, 1)).toBe('outside')
  })
})

describe('invalidateAllSync', () => {
  it('is one call of a store that has it, and deletes one by one where that fails', async () => {
    const { sync } = memoryStore()
    if (sync === undefined) return expect.unreachable()
    const calls: string[] = []
    let isBroken = false
    const deleteAll = (base: string) => {
      calls.push('deleteAll')
      if (isBroken) throw new Error('denied')
      for (const { address } of [...sync.list('')]) if (isUnder(base, address)) sync.delete(address)
    }
    const remove: typeof sync.delete = (address) => {
      calls.push('delete')
      sync.delete(address)
    }
    const store: Store = { ...memoryStore(), sync: { ...sync, deleteAll, delete: remove } }
    const { cache } = createTestCache({ store })
    for (const hasFailed of [false, true]) {
      isBroken = hasFailed
      for (const key of [1, 2]) writeCacheSync(cache, key, key)
      calls.length = 0
      cache.invalidateAllSync()
      expect(calls).toEqual(hasFailed ? ['deleteAll', 'delete', 'delete'] : ['deleteAll'])
      expect([...sync.list('')]).toEqual([])
    }
  })
})

describe('prune', () => {
  it('is one call of the store, and keeps what is young or being replaced', async () => {
    const bulk = createBulkStore()
    const { cache, clock } = await createFilledCache(bulk, { duration: '1m' })
    clock.advance('2m')
    await writeCache(cache, 'young', 1)
    const { fn, calls } = createDeferredFunction<[number], string>()
    const replaced = cache(fn)(2)
    await flushPromises()
    bulk.calls.length = 0
    expect(await cache.prune()).toBe(1)
    expect(bulk.calls).toEqual(['deleteWhere'])
    expect([await cache.exists(1), await cache.exists(2), await cache.exists(3)]).toEqual([true, true, false])
    for (const call of calls) call.resolve('new')
    await replaced
    expect(await readCache(cache, 2)).toBe('new')
  })

  it('deletes nothing for an item that is no entry under its base', async () => {
    const { store, memory } = createBulkStore()
    const shown: unknown[] = []
    const { cache } = createTestCache({
      path: 'base/a',
      duration: '1m',
      store: {
        ...store,
        async deleteWhere(_base, matches) {
          const junk: unknown[] = [null, {}, { key: 1 }]
          for await (const stat of memory.list('')) junk.push(stat)
          for (const item of junk) shown.push(matches(item as EntryStat))
        },
      },
    })
    await writeCache(cache.copy({ path: 'base/ab' }), 'outside')
    expect(await cache.copy({ duration: 0 }).prune()).toBe(0)
    expect(shown).toEqual([false, false, false, false])
    expect(lines).toEqual([expect.stringMatching(/^warn cachetta: the memory store cannot delete base\/a/)])
  })
})

describe('the events of invalidateAll', () => {
  const events = recordEvents()

  it('are one, whatever it deletes', async () => {
    const bulk = createBulkStore()
    const { subscribe: _, ...store } = bulk.store // it reports deletes as those of others, because it waits before them
    const { cache } = await createFilledCache({ ...bulk, store })
    events.length = 0
    await cache.invalidateAll()
    await flushPromises()
    expect(events.filter((event) => event !== 'trouble')).toEqual(['invalidated'])
  })

  it('are one if the store cannot delete the entries at once', async () => {
    const { cache } = await createFilledCache(createBulkStore(() => Promise.reject(new Error('denied'))))
    events.length = 0
    await cache.invalidateAll()
    await flushPromises()
    expect(events.filter((event) => event !== 'trouble')).toEqual(['invalidated'])
  })
})
