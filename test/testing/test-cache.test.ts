import { describe, expect, it } from 'vitest'
import { lookup, memoryStore, peek, readCache } from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'

describe('createTestCache', () => {
  it('has its entries in memory and in the store from the start, with their age', async () => {
    const now = Date.UTC(2027, 5, 1)
    const { cache, clock } = createTestCache({
      now,
      duration: '1h',
      staleDuration: '1d',
      entries: [
        [['user', 1], 'Ada'],
        ['old', 'data', { age: '2h' }],
        ['dated', 'data', { storedAt: new Date(now - 5_000) }],
        [{ id: 1 }, null],
      ],
    })
    expect(clock.now()).toBe(now)
    expect([peek(cache, ['user', 1]), peek(cache, 'old'), peek(cache, { id: 1 })]).toEqual(['Ada', 'data', null])
    expect(await readCache(cache, 'user', 1)).toBe('Ada')
    expect(await lookup(cache, 'old')).toMatchObject({ age: 7_200_000, stale: true })
    expect(await cache.age('dated')).toBe(5_000)
    clock.advance('1h')
    expect(await lookup(cache, 'user', 1)).toMatchObject({ age: 3_600_000, stale: true })
  })

  it('takes entries with textual keys as an object, and a Date as now', async () => {
    const { cache, clock } = createTestCache({ now: new Date(5), entries: { a: 1, b: { deep: true } } })
    expect([clock.now(), peek(cache, 'a'), await readCache(cache, 'b')]).toEqual([5, 1, { deep: true }])
  })

  it('has them at once in memory if the store is only asynchronous', async () => {
    const { sync: _, ...store } = memoryStore()
    const { cache } = createTestCache({ store, entries: [['a', 1]] })
    expect(peek(cache, 'a')).toBe(1)
    expect(await readCache(cache, 'a')).toBe(1)
  })

  it('has the entries with their instants in any order, also some of the future', async () => {
    const now = Date.UTC(2027, 5, 1)
    const { cache, clock } = createTestCache({
      now,
      entries: [
        ['new', 1],
        ['old', 2, { age: '1d' }],
        ['future', 3, { storedAt: now + 1_000 }],
        ['old', 4, { age: '1h' }],
      ],
    })
    expect(clock.now()).toBe(now)
    expect([await cache.age('new'), await cache.age('old'), await cache.age('future')]).toEqual([0, 3_600_000, 0])
    expect(await readCache(cache, 'old')).toBe(4)
    clock.advance('1s')
    expect([clock.now(), await cache.age('new'), await cache.age('future')]).toEqual([now + 1_000, 1_000, 0])
  })

  it('refuses what is no key and no duration', () => {
    expect(() => createTestCache({ entries: [[null, 1]] })).toThrow(/^entries: the key null names no entry/)
    expect(() => createTestCache({ entries: [['a', 1, { age: 'old' as never }]] })).toThrow(/^age: /)
  })

  it('starts at the same instant in every run', () => {
    expect(createTestCache().clock.now()).toBe(Date.UTC(2030, 0, 1))
  })
})
