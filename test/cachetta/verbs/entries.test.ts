import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ListedEntry, Store } from '../../../src/index.ts'
import { memoryStore, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

/** Creates a store whose values cannot be read. */
function withoutValues(): Store {
  const inner = memoryStore()
  const refuse = () => {
    throw new Error('the value was read')
  }
  return { ...inner, get: refuse, ...(inner.sync && { sync: { ...inner.sync, get: refuse } }) }
}

describe('exists, age and info', () => {
  it('describe an entry without reading its value', async () => {
    const { cache, clock } = createTestCache({ store: withoutValues(), duration: '1h' })
    await writeCache(cache, 'value', 1)
    clock.advance('10m')
    expect(await cache.exists(1)).toBe(true)
    expect(await cache.age(1)).toBe(600_000)
    const info = await cache.info(1)
    expect(info).toMatchObject({ exists: true, age: 600_000, expired: false, stale: false, expiresIn: 3_000_000 })
    expect(cache.infoSync(1)).toEqual(info)
    expect([cache.existsSync(1), cache.ageSync(1)]).toEqual([true, 600_000])
  })

  it('describe a missing entry with null', async () => {
    const { cache } = createTestCache()
    expect([await cache.exists(1), await cache.age(1)]).toEqual([false, null])
    const info = { exists: false, age: null, expired: false, stale: false, expiresIn: null, path: 'test 1', size: 0 }
    expect(await cache.info(1)).toEqual(info)
    expect(cache.infoSync(1)).toEqual(info)
  })
})

describe('entries', () => {
  it('lists the stored entries with key, age and tags', async () => {
    const { cache, clock } = createTestCache({ store: withoutValues(), tags: ['t'] })
    await writeCache(cache, 'a')
    clock.advance('1m')
    await writeCache(cache, 'b', 1, 'x')
    const listed: ListedEntry[] = []
    for await (const entry of cache.entries()) listed.push(entry)
    expect(listed.map(({ key, age, tags }) => ({ key, age, tags }))).toEqual([
      { key: '', age: 60_000, tags: ['t'] },
      { key: '1,"x"', age: 0, tags: ['t'] },
    ])
  })
})

describe('prune', () => {
  it('deletes entries that no call can use, and returns their number', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleDuration: '1h', staleIfError: '3h' })
    await writeCache(cache, 'old', 1)
    clock.advance('4h')
    await writeCache(cache, 'young', 2)
    clock.advance(-1)
    expect(await cache.prune()).toBe(0)
    clock.advance(1)
    expect(await cache.prune()).toBe(1)
    expect([await cache.exists(1), await cache.exists(2)]).toEqual([false, true])
  })

  it('deletes no entry with an infinite duration', async () => {
    const { cache, clock } = createTestCache({ duration: Number.POSITIVE_INFINITY })
    await writeCache(cache, 'value')
    clock.advance('9999d')
    expect(await cache.prune()).toBe(0)
  })
})

describe('console.log(cache)', () => {
  it.each<[title: string, options: object, line: string]>([
    ['a literal path', { duration: '1h' }, `Cachetta { path: "test", duration: 3600000, store: memory }`],
    [
      'a path function',
      {
        path: function usersPath() {
          return 'users'
        },
        staleDuration: '1m',
      },
      'Cachetta { path: function usersPath, duration: 604800000, staleDuration: 60000, store: memory }',
    ],
  ])('prints one line for %s', (_title, options, line) => {
    expect(inspect(createTestCache(options).cache)).toBe(line)
    expect(String(createTestCache(options).cache)).toBe(line) // a message that contains a cache
  })

  it('prints a long path as a whole, and every span', () => {
    const path = `./${'directory/'.repeat(10)}users.json`
    const { cache } = createTestCache({ path, duration: '1s', staleIfError: '2s' })
    expect(inspect(cache)).toBe(`Cachetta { path: "${path}", duration: 1000, staleIfError: 2000, store: memory }`)
  })

  it('prints the same line wherever the cache stands', () => {
    const { cache } = createTestCache({ duration: '1s' })
    const line = 'Cachetta { path: "test", duration: 1000, store: memory }'
    const cached = cache(async function getUser(id: number) {
      return id
    })
    expect(inspect([cache], { depth: 0 })).toBe(`[ ${line} ]`)
    for (const options of [{}, { depth: 0 }, { depth: Number.POSITIVE_INFINITY, showHidden: true }]) {
      for (const each of [cached, cache.wrapSync((id: number) => id)]) {
        expect(inspect(each, options)).toContain(`cache: ${line}`)
        expect(inspect(each, options)).not.toContain('engine')
      }
    }
    expect(inspect(cache.scope())).toBe(line)
    expect(inspect(cache.copy({ path: (id: number) => `${id}` }))).toBe(line.replace('"test"', 'function path'))
    expect(inspect(Object.create(cache))).toBe('Cachetta {}')
  })
})
