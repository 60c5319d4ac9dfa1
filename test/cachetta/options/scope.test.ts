import { describe, expect, it, vi } from 'vitest'
import type { CachettaOptions } from '../../../src/index.ts'
import { Cachetta, lookup, memoryStore, mutate, peek, prefetch, readCache, writeCache } from '../../../src/index.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()
const events = recordEvents()

function countedStore() {
  const store = memoryStore()
  return { store, gets: vi.spyOn(store, 'get'), deletes: vi.spyOn(store, 'delete') }
}

function cacheOver(options: Partial<CachettaOptions>) {
  return new Cachetta({ path: 'entries', duration: '1h', ...options })
}

describe('a scope', () => {
  it('reads from the memory of its cache (`lruSize`), or else from the store', async () => {
    const { store, gets } = countedStore()
    const cache = cacheOver({ store, lruSize: 10 })
    await writeCache(cacheOver({ store }), 'v1', 'a')
    const [one, other] = [cache.scope(), cache.scope()]
    await prefetch(one, 'a', () => 'never')
    await prefetch(other, 'a', () => 'never')
    expect([peek(one, 'a'), peek(other, 'a')]).toEqual(['v1', 'v1'])
    expect(gets).toHaveBeenCalledOnce()
  })

  it('shows values with `persist: false` to no other scope', async () => {
    const cache = cacheOver({ store: memoryStore(), lruSize: 10 })
    const [one, other] = [cache.scope(), cache.scope()]
    await Promise.all([
      prefetch(one, 'me', () => 'Ada', { persist: false }),
      prefetch(other, 'me', () => 'Grace', { persist: false }),
    ])
    expect([peek(one, 'me'), peek(other, 'me'), peek(cache, 'me')]).toEqual(['Ada', 'Grace', undefined])
    expect(await readCache(cache, 'me')).toBeNull()
  })

  it('puts nothing into the memory of its cache that the store does not return', async () => {
    const store = memoryStore()
    vi.spyOn(store, 'set').mockResolvedValue() // a store that does not keep the data of one user
    const cache = cacheOver({ store, lruSize: 10 })
    await prefetch(cache.scope(), 'me', () => 'Ada')
    const other = cache.scope()
    await prefetch(other, 'me', () => 'Grace')
    expect(peek(other, 'me')).toBe('Grace')
  })

  it('changes entries for the whole process, also in the memory of other caches', async () => {
    const cache = cacheOver({ store: memoryStore(), lruSize: 10 })
    const get = cache(async (id: number) => `computed ${id}`)
    await get(1)
    await mutate(cache.scope(), [get, 1], 'mutated', { revalidate: false })
    expect(await get(1)).toBe('mutated')
    await cache.scope().invalidateAll()
    expect(await get(1)).toBe('computed 1')
  })

  it('changes them by synchronous calls, too', () => {
    const cache = cacheOver({ store: memoryStore(), lruSize: 10 })
    const get = cache.wrapSync((id: number) => `computed ${id}`)
    get(1)
    cache.scope().invalidateSync(1)
    expect(cache.existsSync(1)).toBe(false)
  })

  it('leaves the tombstone of a failed delete to the process', async () => {
    const { store, deletes } = countedStore()
    const cache = cacheOver({ store })
    await writeCache(cache, 'outdated', 'a')
    deletes.mockRejectedValueOnce(new Error('read-only'))
    await cache.scope().invalidate('a')
    expect(await readCache(cache.scope(), 'a')).toBeNull()
    expect(lines.filter((line) => line.includes('read-only'))).toHaveLength(1)
  })

  it('finds an entry by its own version', async () => {
    const store = memoryStore()
    const cache = cacheOver({ store, lruSize: 10 })
    await writeCache(cacheOver({ store, version: 2 }), 'of version 2', 'a')
    const scope = cache.copy({ version: 2 }).scope()
    expect(await lookup(scope, 'a')).toMatchObject({ value: 'of version 2' })
  })

  it('emits each event once', async () => {
    const scope = cacheOver({ store: memoryStore() }).scope()
    await writeCache(scope, 'v1', 'a')
    await scope.invalidate('a')
    await flushPromises()
    expect(events).toEqual(['stored', 'invalidated'])
  })
})
