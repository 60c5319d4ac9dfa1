import { describe, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { SyncStore } from '../../../src/index.ts'
import { lookup, memoryStore, writeCacheSync } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { fc } from '../../support/property.ts'
import { engineOf } from '../support/manual-cache.ts'
import { runMixedCalls } from '../support/mixed-calls.ts'

const events = recordEvents()
recordLogLines()

describe('a synchronous function', () => {
  it.each([true, false])(
    'returns its value and stores nothing if it invalidates its own entry (lock: %s)',
    async (lock) => {
      const { cache } = createTestCache({ lruSize: 5, lock })
      const cached = cache.wrapSync(() => {
        cache.invalidateSync()
        return 'value'
      })
      expect(cached()).toBe('value')
      expect(cached.lookup()).toEqual({ hit: false })
      await flushPromises()
      expect(events).toContain('dropped')
    },
  )

  it('does not overwrite the value that it writes to its own entry', () => {
    const { cache } = createTestCache({ lruSize: 5, lock: false })
    const cached = cache.wrapSync(() => {
      writeCacheSync(cache, 'written')
      return 'returned'
    })
    expect(cached()).toBe('returned')
    expect(cached()).toBe('written')
  })

  it('adopts the value that another process computed while it waited for the lock', async () => {
    const store = memoryStore()
    const { cache, clock } = createTestCache({ store })
    const entry = { key: '', storedAt: clock.now(), tags: [], value: 'theirs' }
    Object.assign(store.sync ?? {}, {
      lock() {
        store.sync?.set({ path: 'test', key: '', exact: false }, entry, builtInTypes)
        return null
      },
    })
    expect(cache.wrapSync(() => 'ours')()).toBe('theirs')
    await flushPromises()
    expect(events).toEqual(['miss', 'adopted'])
  })

  it('stores nothing if another engine broke its lock while it ran', () => {
    const store = memoryStore()
    Object.assign(store, { subscribe: undefined })
    const { cache } = createTestCache({ store })
    const other = createTestCache({ store }).cache
    const cached = cache.wrapSync(() => {
      other.invalidateSync()
      return 'value'
    })
    expect(cached()).toBe('value')
    expect(cached.lookup()).toEqual({ hit: false })
  })

  it('releases its lock and leaves no slot, also if it throws', async () => {
    const { cache, store } = createTestCache()
    const cached = cache.wrapSync(() => {
      throw new Error('down')
    })
    expect(() => cached()).toThrow('down')
    expect(store.sync?.lock?.({ path: 'test', key: '', exact: false })).not.toBe(null)
    expect([...engineOf(cache).slots.values()]).toEqual([])
  })
})

describe('synchronous and asynchronous calls of one entry, in any order', () => {
  const verbs = ['call', 'refresh', 'callSync', 'refreshSync', 'lookupSync']
  const changes = ['write', 'writeSync', 'invalidate', 'invalidateSync', 'invalidateAll', 'invalidateAllSync']
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constantFrom(...verbs), at: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom(...changes), at: fc.nat(1) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('endComputation'), at: fc.nat(3) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('tick'), at: fc.nat(5) }) },
  )

  it.each([undefined, 5])(
    'never return a value older than a change that ended before the call (lruSize %s)',
    async (lruSize) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 30 }), fc.boolean(), async (steps, lock) => {
          const { cache } = createTestCache({ lruSize, lock })
          const other = cache.copy({ lruSize: 7 })
          await runMixedCalls([cache, other], steps)
          const found = await Promise.all([cache, other, cache.copy({ lruSize: 9 })].map((each) => lookup(each)))
          expect(new Set(found.map((each) => (each.hit ? each.value : 'none'))).size).toBe(1)
          expect([...engineOf(cache).slots.values()]).toEqual([])
        }),
        { numRuns: process.env['CACHETTA_LONG'] ? 50_000 : 1_000 },
      )
    },
  )
})

it('refresh() of a synchronous function waits for no other process, as that of an asynchronous one', () => {
  const { sync, ...store } = memoryStore()
  const lock = vi.fn(sync?.lock)
  const { cache } = createTestCache({ store: { ...store, sync: { ...sync, lock } as SyncStore } })
  const get = cache.wrapSync(() => 'value')
  get.refresh()
  expect(lock.mock.calls.filter(([, wait]) => wait !== false)).toEqual([])
  get.invalidate()
  get()
  expect(lock.mock.calls.filter(([, wait]) => wait !== false)).toHaveLength(1)
})
