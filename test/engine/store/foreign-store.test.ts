import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { lookup, lookupSync, memoryStore, readCache, readCacheSync, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

const storedAt = Date.UTC(2030, 0, 1)
const header = { key: '1', storedAt, tags: ['t'] }
const address = { path: 'test', key: '1', exact: false }

const throwing = (name: string, object: object = header) =>
  Object.defineProperty({ ...object }, name, {
    enumerable: true,
    get() {
      throw new Error('a getter that throws')
    },
  })

/** What no store may return for an entry. */
const junk: readonly [title: string, found: unknown][] = [
  ['a number', 5],
  ['a string', 'x'],
  ['true', true],
  ['a list', []],
  ['an empty object', {}],
  ['an object without a prototype', Object.create(null)],
  ['a function', () => header],
  ['a key that is no string', { ...header, key: 1 }],
  ['no key', { storedAt, tags: [] }],
  ['NaN as its time', { ...header, storedAt: Number.NaN }],
  ['Infinity as its time', { ...header, storedAt: Number.POSITIVE_INFINITY }],
  ['a string as its time', { ...header, storedAt: '2030' }],
  ['NaN as its date', { ...header, datedAt: Number.NaN }],
  ['an object as its version', { ...header, version: {} }],
  ['no tags', { key: '1', storedAt }],
  ['tags that are no list', { ...header, tags: 't' }],
  ['tags that are no strings', { ...header, tags: [1] }],
  ['a getter of its key that throws', throwing('key')],
  ['a getter of its tags that throws', throwing('tags')],
  [
    'a proxy that throws',
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('a proxy that throws')
        },
      },
    ),
  ],
]

function createForeignStore(members: Partial<Record<keyof Store, unknown>>): Store {
  return Object.assign(memoryStore(), members) as Store // a stranger's store may be anything
}

describe('an answer that is no entry counts as missing', () => {
  it.each([...junk, ['a getter of its value that throws', throwing('value')] as const])('%s', async (_title, found) => {
    const sync = { ...memoryStore().sync, get: () => found, stat: () => found }
    const { cache } = createTestCache({
      store: createForeignStore({ get: async () => found, stat: async () => found, sync }),
    })
    expect(await readCache(cache, 1)).toBe(null)
    expect(await lookup(cache, 1)).toEqual({ hit: false })
    expect(await cache((_id: number) => 'computed')(1)).toBe('computed')
    expect(readCacheSync(cache, 1)).toBe(null)
    expect(lookupSync(cache, 1)).toEqual({ hit: false })
    expect(lines.length).toBeGreaterThan(0)
  })

  it.each(junk)('for info(), exists() and age(): %s', async (_title, found) => {
    const sync = { ...memoryStore().sync, stat: () => found }
    const { cache } = createTestCache({ store: createForeignStore({ stat: async () => found, sync }) })
    expect(await cache.info(1)).toMatchObject({ exists: false, age: null, expired: false, stale: false })
    expect([await cache.exists(1), await cache.age(1), cache.existsSync(1)]).toEqual([false, null, false])
  })

  it('undefined is a miss like null, also for what memory has past its duration', async () => {
    const store = createForeignStore({ get: async () => undefined })
    const { cache, clock } = createTestCache({ store, lruSize: 5, duration: '1s', staleDuration: '1h' })
    await writeCache(cache, 'old', 1)
    clock.advance('1m')
    expect(await lookup(cache, 1)).toEqual({ hit: false })
    expect(lines).toEqual([])
  })

  it('the entry of other arguments is a miss', async () => {
    const entry = { ...header, key: '2', value: 'of another caller' }
    const { cache } = createTestCache({
      store: createForeignStore({ get: async () => entry, stat: async () => entry }),
    })
    expect(await readCache(cache, 1)).toBe(null)
    expect(await cache.exists(1)).toBe(false)
  })

  it('a promise of an entry, and more fields, are none of this', async () => {
    const entry = { ...header, value: 'stored', more: 1 }
    const { cache } = createTestCache({ store: createForeignStore({ get: () => Promise.resolve(entry) }) })
    expect(await readCache(cache, 1)).toBe('stored')
    expect(lines).toEqual([])
  })

  it('a size and a path that are none do not reach info()', async () => {
    const stat = async () => ({ ...header, size: Number.NaN, path: null })
    const { cache } = createTestCache({ store: createForeignStore({ stat }) })
    expect(await cache.info(1)).toMatchObject({ exists: true, size: 0, path: 'test 1' })
  })
})

type Junk = (deleted: readonly string[]) => unknown

/** Ways to list the entry of `1`, and junk besides. */
const listings: readonly [title: string, list: Junk, isComplete?: boolean][] = [
  // A generator that yields a proxy that throws ends with its error.
  ...[...junk.slice(0, -1), ['null', null] as const, ['undefined', undefined] as const].map(
    ([title, found]): [string, Junk] => [
      title,
      async function* () {
        yield found
        yield { ...header, address, path: 'test 1', size: 1 }
      },
    ],
  ),
  ...[
    ['no address', header],
    ['an address that is null', { ...header, address: null }],
    ['an address without a path', { ...header, address: { key: '1', exact: false } }],
    ['an address with an empty path', { ...header, address: { ...address, path: '' } }],
    ['an address with a NUL', { ...header, address: { ...address, path: 'test\0x' } }],
    ['an address whose key is no string', { ...header, address: { ...address, key: 1 } }],
    ['an address whose exact is no boolean', { ...header, address: { ...address, exact: 'no' } }],
    ['an address with a getter that throws', { ...header, address: throwing('path', address) }],
    ['an address outside of the base', { ...header, address: { ...address, path: 'tests' } }],
    ['an address above the base', { ...header, address: { ...address, path: 'test/../x' } }],
  ].map(([title, found]): [string, Junk] => [
    String(title),
    async function* () {
      yield found
      yield { ...header, address, path: 'test 1', size: 1 }
    },
  ]),
  [
    'an entry, and then throws',
    async function* () {
      yield { ...header, address, path: 'test 1', size: 1 }
      throw new Error('gone')
    },
  ],
  [
    'null for ever, after an entry',
    async function* () {
      yield { ...header, address, path: 'test 1', size: 1 }
      for (;;) yield null
    },
  ],
  [
    'the same entry for ever',
    async function* () {
      for (;;) yield { ...header, address, path: 'test 1', size: 1 }
    },
  ],
  [
    'an entry, and fails when it is stopped',
    () => ({
      [Symbol.asyncIterator]: () => {
        let count = 0
        return {
          next: async () => {
            count += 1
            return count < 2_000 ? { done: false, value: count === 1 ? { ...header, address } : null } : { done: true }
          },
          return: () => Promise.reject(new Error('cannot stop')),
        }
      },
    }),
  ],
]

const unusable: readonly [title: string, list: Junk][] = [
  ['nothing', () => undefined],
  ['null', () => null],
  ['a number', () => 5],
  ['a promise', () => Promise.resolve([])],
  ['a promise that rejects', () => Promise.reject(new Error('gone'))],
  ['an iterator whose next returns junk', () => ({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) })],
  ['an iterator that is none', () => ({ [Symbol.asyncIterator]: () => 5 })],
  [
    'an error at once',
    () => {
      throw new Error('gone')
    },
  ],
]

describe('a store that lists', () => {
  it.each(listings)('%s, loses no other entry', async (_title, list) => {
    const deleted: string[] = []
    const inner = memoryStore()
    const { cache } = createTestCache({
      tags: ['t'],
      duration: '1s',
      store: Object.assign(inner, {
        list: () => list(deleted),
        delete: async ({ path, key }: { path: string; key: string }) => void deleted.push(`${path} ${key}`),
      }) as Store, // a stranger's store may be anything
    })
    const listed: string[] = []
    for await (const { key } of cache.entries()) listed.push(key)
    await cache.invalidateAll()
    await cache.invalidateTags('t')
    expect(listed).toEqual(['1'])
    expect(deleted.filter((each) => each === 'test 1').length).toBeGreaterThanOrEqual(2)
    expect(deleted.filter((each) => each !== 'test 1' && each !== 'tests 1' && each !== 'test/../x 1')).toEqual([])
    expect(await cache.prune()).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(1)
    expect(lines.length).toBeLessThanOrEqual(3)
  })

  it.each(unusable)('%s, makes no verb reject', async (_title, list) => {
    const { cache } = createTestCache({ store: createForeignStore({ list, tagged: list }), tags: ['t'] })
    for await (const _ of cache.entries()) expect.unreachable()
    await cache.invalidateAll()
    await cache.invalidateTags('t')
    expect(await cache.prune()).toBe(0)
    expect(lines).toHaveLength(1)
  })

  it.each(junk)('%s synchronously, makes no verb throw', (_title, found) => {
    const deleted: string[] = []
    const sync = {
      ...memoryStore().sync,
      list: () => [found, null, { ...header, address }],
      delete: ({ key }: { key: string }) => void deleted.push(key),
    }
    const { cache } = createTestCache({ store: createForeignStore({ sync }) })
    cache.invalidateAllSync()
    expect(deleted).toEqual(['1'])
    expect(lines).toHaveLength(1)
  })

  it.each([
    ['./test', 'test/a'],
    ['./test', 'test'],
    ['test/', 'test/a'],
    ['test', './test/a'],
    ['test', 'test\\a'],
    ['C:\\test', 'C:/test/a'],
    ['.', './a'],
    ['./', 'a'],
    ['../test', '../test/a'],
    ['/', '/a'],
  ])('under %s the path %s, lists what lies under it', async (path, listedPath) => {
    async function* list() {
      yield { ...header, address: { ...address, path: listedPath } }
    }
    const { cache } = createTestCache({ path, store: createForeignStore({ list }) })
    const listed: string[] = []
    for await (const { key } of cache.entries()) listed.push(key)
    expect(listed).toEqual(['1'])
  })

  it('has a new line when the listing fails again after it worked', async () => {
    let isBroken = true
    async function* list() {
      if (isBroken) yield null
    }
    const { cache } = createTestCache({ store: createForeignStore({ list }) })
    const listAll = async () => {
      for await (const _ of cache.entries()) expect.unreachable()
    }
    for (const next of [true, true, false, true]) {
      isBroken = next
      await listAll()
    }
    expect(lines).toHaveLength(2)
  })
})

describe('a store whose other methods misbehave', () => {
  const fail = () => {
    throw new Error('broken')
  }

  it.each<[title: string, members: Partial<Record<keyof Store, unknown>>]>([
    ['locate throws', { locate: fail }],
    ['locate returns junk', { locate: () => 7 }],
    ['lock returns junk', { lock: async () => ({}) }],
    ['lock returns a number', { lock: async () => 7 }],
    ['wake throws', { wake: fail }],
    ['set returns junk', { set: async () => 7 }],
  ])('%s, costs no call its value', async (_title, members) => {
    const { cache } = createTestCache({ store: createForeignStore(members) })
    const cached = cache((id: number) => id)
    expect(await cached(1)).toBe(1)
    expect(await cache.info(1)).toBeTypeOf('object')
    await cached.invalidate(1)
    await cache.invalidateAll()
    expect(cache.pathFor(1)).toBe('test 1')
    expect(await cache.scope()((id: number) => id)(1)).toBe(1)
  })

  it.each([[null], [undefined], [5], [{}], [{ type: 'set' }], [{ type: 'set', address: null }]])(
    'reports the change %j, is not answered with an error',
    (change) => {
      let report: (change: unknown) => void = () => {}
      const subscribe = (listener: (change: unknown) => void) => {
        report = listener
        return () => {}
      }
      createTestCache({ store: createForeignStore({ subscribe }) })
      expect(() => report(change)).not.toThrow()
    },
  )
})
