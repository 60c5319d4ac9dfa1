import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import * as z from 'zod'
import type { CachettaOptions, Schema } from '../../../src/index.ts'
import {
  Cachetta,
  InvalidOptionError,
  lookup,
  lookupSync,
  readCache,
  readCacheSync,
  setLogLevel,
  UnsafeTypeError,
  writeCache,
  writeCacheSync,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

interface User {
  readonly id: number
  readonly name: string
}

const lines = recordLogLines()

function parseUser(value: unknown): User {
  const { id, name }: Partial<User> = Object(value)
  if (typeof id !== 'number' || typeof name !== 'string') throw new TypeError('no user')
  return { id, name }
}

const schemas: readonly (readonly [what: string, schema: Schema<User>])[] = [
  ['zod', z.object({ id: z.number(), name: z.string() })],
  ['zod, asynchronous', z.object({ id: z.number(), name: z.string().refine(async (name) => name !== '') })],
  ['valibot', v.object({ id: v.number(), name: v.string() })],
  [
    'valibot, asynchronous',
    v.objectAsync({
      id: v.number(),
      name: v.pipeAsync(
        v.string(),
        v.checkAsync(async () => true),
      ),
    }),
  ],
  ['arktype', type({ id: 'number', name: 'string' })],
  ['a function', parseUser],
  ['an asynchronous function', async (value) => parseUser(value)],
  ['a function that only throws', (value) => void parseUser(value)],
]
const syncSchemas = schemas.filter(([what]) => !what.includes('async'))
const asyncSchemas = schemas.filter(([what]) => what.includes('async'))

/** A cache without a schema holds the entry of an older version of the application. */
async function createUsers(schema: Schema<User>, options: Partial<CachettaOptions> = {}) {
  const { cache: oldCache, ...test } = createTestCache({ duration: '1h', ...options })
  await writeCache(oldCache, { id: 1, fullName: 'Ada' }, 1)
  const fetchUser = vi.fn(async (id: number): Promise<User> => ({ id, name: 'Ada' }))
  const cache = oldCache.copy({ schema })
  return { ...test, cache, oldCache, fetchUser, getUser: cache(fetchUser) }
}

describe.each(schemas)('schema: %s', (_what, schema) => {
  it.each<[where: string, options: Partial<CachettaOptions>]>([
    ['the store', {}],
    ['memory', { lruSize: 10 }],
  ])('an old entry in %s that does not match is a miss, and is replaced', async (_where, options) => {
    const { cache, fetchUser, getUser, oldCache } = await createUsers(schema, options)
    expect(await readCache(oldCache, 1)).toEqual({ id: 1, fullName: 'Ada' })
    expect([await readCache(cache, 1), await lookup(cache, 1)]).toEqual([null, { hit: false }])
    expect([await getUser(1), await getUser(1)]).toEqual([
      { id: 1, name: 'Ada' },
      { id: 1, name: 'Ada' },
    ])
    expect(fetchUser).toHaveBeenCalledOnce()
    expect(await readCache(cache, 1)).toEqual({ id: 1, name: 'Ada' })
    expect(lines).toEqual([])
  })

  it('a stored value that matches is a hit, fresh and stale', async () => {
    const { cache, clock, getUser, oldCache, fetchUser } = await createUsers(schema, { staleDuration: '1h' })
    await writeCache(oldCache, { id: 1, name: 'Ada' }, 1)
    expect(await getUser(1)).toEqual({ id: 1, name: 'Ada' })
    expect(fetchUser).not.toHaveBeenCalled()
    clock.advance('1h')
    expect(await lookup(cache, 1)).toMatchObject({ hit: true, stale: true, value: { name: 'Ada' } })
  })

  it('never serves an old value in place of an error', async () => {
    const { cache, clock } = await createUsers(schema, { staleIfError: '1d' })
    clock.advance('2h')
    const fail = cache((_id: number): Promise<User> => Promise.reject(new Error('down')))
    await expect(fail(1)).rejects.toThrow('down')
  })

  it('a computed value that does not match is returned and not stored, which is logged', async () => {
    const { cache } = await createUsers(schema)
    const get = cache(async (_id: number) => ({ id: 2 }) as unknown as User) // the server has changed
    expect(await get(2)).toEqual({ id: 2 })
    expect(await cache.exists(2)).toBe(false)
    expect(lines).toEqual(['warn cachetta: the schema of test 2 threw; the value is not stored'])
  })

  it('writeCache refuses what does not match', async () => {
    const { cache } = await createUsers(schema)
    const write = writeCache as (...args: readonly unknown[]) => Promise<void> // as JavaScript calls it
    await expect(write(cache, { id: 2 }, 2)).rejects.toThrow(UnsafeTypeError)
    await expect(write(cache, { id: 2 }, 2)).rejects.toThrow(/^value: it does not match the schema \(/)
    expect(await cache.exists(2)).toBe(false)
    await write(cache, { id: 2, name: 'Grace' }, 2)
    expect(await readCache(cache, 2)).toEqual({ id: 2, name: 'Grace' })
  })

  it('tells once of each old entry, at the level info', async () => {
    setLogLevel('info')
    const { cache } = await createUsers(schema)
    for (let times = 0; times < 3; times++) await readCache(cache, 1)
    expect(lines).toEqual(['info cachetta: test 1 counts as missing: it does not match the schema'])
  })
})

describe.each(syncSchemas)('a synchronous call with schema: %s', (_what, schema) => {
  it('finds what matches, and computes and stores otherwise', async () => {
    const { cache } = await createUsers(schema)
    expect([readCacheSync(cache, 1), lookupSync(cache, 1)]).toEqual([null, { hit: false }])
    const fetchUser = vi.fn((id: number): User => ({ id, name: 'Ada' }))
    const getUser = cache.wrapSync(fetchUser)
    expect([getUser(1), getUser(1)]).toEqual([
      { id: 1, name: 'Ada' },
      { id: 1, name: 'Ada' },
    ])
    expect(fetchUser).toHaveBeenCalledOnce()
    expect(cache.wrapSync((_id: number) => ({ id: 2 }) as unknown as User)(2)).toEqual({ id: 2 }) // it has changed
    expect(cache.existsSync(2)).toBe(false)
    const write = writeCacheSync as (...args: readonly unknown[]) => void // as JavaScript calls it
    expect(() => write(cache, { id: 2 }, 2)).toThrow(UnsafeTypeError)
  })
})

describe.each(asyncSchemas)('a synchronous call with schema: %s', (_what, schema) => {
  it('throws an error that says what to do', async () => {
    const { cache, oldCache } = await createUsers(schema)
    await writeCache(oldCache, { id: 1, name: 'Ada' }, 1)
    const message = /^schema: it returned a promise; a synchronous call cannot wait, use the asynchronous form$/
    const user = { id: 1, name: 'Ada' }
    const calls = [
      () => readCacheSync(cache, 1),
      () => lookupSync(cache, 1),
      () => cache.wrapSync((_id: number) => user)(1),
      () => cache.wrapSync((_id: number) => user)(2),
      () => writeCacheSync(cache as Cachetta<User>, user, 1),
    ]
    for (const call of calls) {
      expect(call).toThrow(InvalidOptionError)
      expect(call).toThrow(message)
    }
  })
})

describe('what a schema returns', () => {
  const schema = z.object({ id: z.coerce.number(), role: z.string().default('user') })

  it('is what callers get and what is stored, so that a miss and a hit look the same', async () => {
    const { cache } = createTestCache({ schema })
    const fetched = { id: '1', secret: 'x' }
    const get = cache(async () => fetched as unknown as z.output<typeof schema>) // what a server sends
    expect(await get()).toEqual({ id: 1, role: 'user' })
    expect(await get()).toEqual({ id: 1, role: 'user' })
    expect(await readCache(cache.copy({ schema: null }))).toEqual({ id: 1, role: 'user' })
  })

  it('completes the entries of an older version', async () => {
    const { cache } = createTestCache()
    await writeCache(cache, { id: '1' })
    expect(await readCache(cache.copy({ schema }))).toEqual({ id: 1, role: 'user' })
  })

  it('is seen by condition, tags and spans', async () => {
    const condition = vi.fn(() => true)
    const { cache } = createTestCache({
      schema,
      condition,
      tags: (value) => [`role:${Reflect.get(Object(value), 'role')}`],
    })
    await cache(async () => ({ id: 1 }) as z.output<typeof schema>)()
    expect(condition).toHaveBeenCalledWith({ id: 1, role: 'user' })
    await cache.invalidateTags('role:user')
    expect(await cache.exists()).toBe(false)
  })

  it('must match the schema again: else the value is returned and not stored, which is logged', async () => {
    const { cache } = createTestCache()
    const toDate = z.string().transform((text) => new Date(text))
    const get = cache(async () => '2030-01-01' as unknown as Date, { schema: toDate })
    expect([await get(), await get()]).toEqual([new Date('2030-01-01'), new Date('2030-01-01')])
    expect(await cache.exists()).toBe(false)
    expect(lines[0]).toMatch(/the schema of test threw; the value is not stored/)
    await expect(writeCache(cache.copy({ schema: toDate }), '2030-01-01' as never)).rejects.toThrow(UnsafeTypeError)
  })

  it('may be null and undefined', async () => {
    const { cache } = createTestCache({ schema: z.number().nullish().catch(undefined) })
    const get = cache(async (value: unknown) => value as number | null | undefined)
    expect([await get(null), await get(undefined), await get('wrong')]).toEqual([null, undefined, undefined])
    expect(await lookup(cache, 'wrong')).toMatchObject({ hit: true, value: undefined })
  })
})

describe('an entry that a schema refuses', () => {
  it('of another version is a miss without a word', async () => {
    setLogLevel('debug')
    const { cache } = await createUsers(parseUser, {})
    expect(await readCache(cache.copy({ version: 2 }), 1)).toBe(null)
    expect(lines).toEqual([])
  })

  it('is checked once while it stays in memory', async () => {
    const schema = vi.fn(parseUser)
    const { cache, oldCache } = await createUsers(schema, { lruSize: 10 })
    await writeCache(oldCache, { id: 2, name: 'Ada' }, 2)
    for (let times = 0; times < 3; times++) expect(await readCache(cache, 2)).toEqual({ id: 2, name: 'Ada' })
    expect(schema).toHaveBeenCalledOnce()
  })

  it('read by a cache without the schema stays a miss for one with it', async () => {
    const { cache, oldCache } = await createUsers(parseUser, { lruSize: 10 })
    const store = oldCache.copy({ lruSize: 20 })
    expect(await readCache(store, 1)).toMatchObject({ fullName: 'Ada' })
    expect(await readCache(cache, 1)).toBe(null)
    expect(await readCache(store, 1)).toMatchObject({ fullName: 'Ada' })
    expect(await readCache(cache, 1)).toBe(null)
  })

  it('stays visible for verbs that read no value', async () => {
    const { cache } = await createUsers(parseUser)
    expect(await cache.exists(1)).toBe(true)
    expect(await cache.info(1)).toMatchObject({ exists: true, expired: false })
  })
})

describe('an invalid schema', () => {
  it.each([[5], ['zod'], [{}], [{ '~standard': {} }], [true]])('%o is refused when the cache is made', (schema) => {
    const make = createTestCache as (options: object) => unknown // as JavaScript calls it
    expect(() => make({ schema })).toThrow(InvalidOptionError)
    expect(() => make({ schema })).toThrow(
      /^schema: .* accepted is a Standard Schema \(zod, valibot, arktype\), or a function/,
    )
  })
})

describe('the types of a schema', () => {
  it('give the cache its values, and must fit the function', () => {
    const { cache } = createTestCache()
    const user = z.object({ id: z.number(), name: z.string() })
    const fetchUser = async (id: number): Promise<User> => ({ id, name: '' })
    cache(fetchUser, { schema: user })
    cache(fetchUser, { schema: v.object({ id: v.number(), name: v.string() }) })
    cache(fetchUser, { schema: type({ id: 'number', name: 'string' }) })
    cache(fetchUser, { schema: user.parse })
    cache(fetchUser, { schema: parseUser })
    // @ts-expect-error: the schema lacks a member of the value
    cache(fetchUser, { schema: z.object({ id: z.number() }) })
    // @ts-expect-error: the function returns another type
    cache(fetchUser, { schema: (): string => '' })
    expectTypeOf(() => cache.copy({ schema: user })).returns.toExtend<Cachetta<{ id: number; name: string }>>()
    expectTypeOf(() => cache.copy({ schema: parseUser })).returns.toExtend<Cachetta<User>>()
    expectTypeOf(() => cache.copy({ schema: null })).returns.toEqualTypeOf<Cachetta>()
    expectTypeOf(() => new Cachetta({ path: 'x', schema: parseUser })).returns.toEqualTypeOf<Cachetta<User>>()
    expectTypeOf(() => readCache(cache.copy({ schema: parseUser }))).returns.toEqualTypeOf<Promise<User | null>>()
  })
})

describe('a schema that never answers', () => {
  const never = () => new Promise<undefined>(() => {})
  const standard = { '~standard': { version: 1, vendor: 'test', validate: never } } as unknown as Schema

  it.each<[kind: string, schema: Schema]>([
    ['a function', never],
    ['a Standard Schema', standard],
  ])('delays a call for 5 s, and the value is returned and not stored: %s', async (_kind, schema) => {
    const { cache, clock } = createTestCache({ schema })
    const value = cache(() => 'value')()
    await flushPromises()
    clock.advance('5s')
    expect(await value).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual(['warn cachetta: the schema of test has not answered for 5 s; the value is not stored'])
  })

  it('makes a stored entry a miss, and a write fail', async () => {
    const { cache, clock } = createTestCache()
    await writeCache(cache, 'old')
    const checked = cache.copy({ schema: never as Schema<string> })
    const read = readCache(checked)
    const written = writeCache(checked, 'new').catch(String)
    await flushPromises()
    clock.advance('5s')
    expect(await read).toBeNull()
    expect(await written).toContain('has not answered for 5 s')
  })
})
