import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Store } from '../../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

/** Creates a store that counts its reads. */
function countingStore(): { store: Store; reads: () => number } {
  const inner = memoryStore()
  let reads = 0
  const store: Store = {
    ...inner,
    get(address, types) {
      reads += 1
      return inner.get(address, types)
    },
  }
  return { store, reads: () => reads }
}

describe('lruSize', () => {
  it('serves from memory without reading the store', async () => {
    const { store, reads } = countingStore()
    const { cache } = createTestCache({ store, lruSize: 2, lock: false })
    const cached = cache((n: number) => ({ n }))
    const first = await cached(1)
    const before = reads()
    expect(await cached(1)).toBe(first)
    expect(reads()).toBe(before)
  })

  it('holds the entries that were used last', async () => {
    const { store, reads } = countingStore()
    const { cache } = createTestCache({ store, lruSize: 2 })
    for (const n of [1, 2]) await writeCache(cache, n, n)
    await readCache(cache, 1)
    await writeCache(cache, 3, 3)
    const before = reads()
    await readCache(cache, 1)
    await readCache(cache, 3)
    expect(reads()).toBe(before)
    expect(await readCache(cache, 2)).toBe(2)
    expect(reads()).toBe(before + 1)
  })

  it('does not extend the life of an entry: one that was read late expires on time', async () => {
    const store = memoryStore()
    const { cache, clock } = createTestCache({ store, duration: '1h' })
    await writeCache(cache, 'value')
    clock.advance('59m')
    const remembering = cache.copy({ lruSize: 5 })
    expect(await readCache(remembering)).toBe('value')
    clock.advance('1m')
    expect(await readCache(remembering)).toBe(null)
  })

  it('is shared by copies and cached functions; each judges the entries by its own policy', async () => {
    const { store, reads } = countingStore()
    const { cache, clock } = createTestCache({ store, lruSize: 5, duration: '1h' })
    await cache((n: number) => n)(1)
    const before = reads()
    expect(await readCache(cache.copy({ duration: '2h' }), 1)).toBe(1)
    expect(reads()).toBe(before)
    clock.advance('30m')
    expect(await readCache(cache.copy({ duration: '10m' }), 1)).toBe(null)
  })

  it('follows changes through another cache over the same store', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const other = cache.copy({ lruSize: 3 })
    await writeCache(cache, 'old')
    expect(await readCache(other)).toBe('old')
    await writeCache(cache.copy({ lruSize: null }), 'new')
    expect([await readCache(cache), await readCache(other)]).toEqual(['new', 'new'])
    await cache.copy({ lruSize: null }).invalidate()
    expect([await readCache(cache), await readCache(other)]).toEqual([null, null])
  })

  it('returns one object to all callers', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const cached = cache(() => ({ a: 1 }))
    expect(await cached()).toBe(await cached())
  })

  it('reads the store when the entry in memory has expired, because another process may have written', async () => {
    const store = memoryStore()
    const one = createTestCache({ store, lruSize: 5, duration: '1h' })
    let calls = 0
    const cached = one.cache(() => {
      calls += 1
      return 'computed'
    })
    await cached()
    one.clock.advance('2h')
    const entry = { key: '', storedAt: one.clock.now(), tags: [], value: 'from elsewhere' }
    await store.set({ path: 'test', key: '', exact: false }, entry, builtInTypes)
    expect(await cached()).toBe('from elsewhere')
    expect(calls).toBe(1)
  })
})
