import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/index.ts'
import { Cachetta, InvalidOptionError, memoryStore, StoreError, UnsafeTypeError } from '../../src/index.ts'
import type { NextCacheHandler } from '../../src/next.ts'
import { cacheHandler } from '../../src/next.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { createInstance, reopen, setClock } from './instances.ts'

const clock = setClock()
const lines = recordLogLines()

const page = (html: string, tags = '_N_T_/shop/page') => ({
  kind: 'APP_PAGE',
  html,
  rscData: Buffer.from([1, 2, 255]),
  status: 200,
  postponed: undefined,
  headers: { 'x-next-cache-tags': tags },
  segmentData: new Map([['/_tree', Buffer.from('tree')]]),
})
const data = (body: string) => ({
  kind: 'FETCH',
  data: { headers: { etag: 'a' }, body, status: 200, url: 'https://shop.test/' },
  revalidate: 60,
})
const readPage = { kind: 'APP_PAGE', isFallback: false }
const everyMinute = { kind: 'APP_PAGE', cacheControl: { revalidate: 60, expire: 3_600 } }
const htmlOf = async (handler: NextCacheHandler) =>
  (await handler.get<{ html: string }>('/shop', readPage))?.value?.html

describe('a value that one instance stored is found by another', () => {
  const values: [kind: string, value: object | null][] = [
    ['APP_PAGE', page('<p>shop</p>')],
    [
      'APP_PAGE with a postponed part',
      { ...page(''), rscData: undefined, segmentData: undefined, postponed: '{"state":1}' },
    ],
    [
      'APP_ROUTE',
      { kind: 'APP_ROUTE', body: Buffer.from('{"a":1}'), status: 201, headers: { 'content-type': 'application/json' } },
    ],
    [
      'PAGES',
      { kind: 'PAGES', html: '<p>old</p>', pageData: { pageProps: { at: 1 } }, headers: {}, status: undefined },
    ],
    ['REDIRECT', { kind: 'REDIRECT', props: { pageProps: { __N_REDIRECT: '/login' } } }],
    ['a page that was not found', null],
  ]
  test.each(values)('%s', async (_, value) => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first().set('/shop', value, everyMinute)
    clock.advance(1_000)

    expect(await second().get('/shop', readPage)).toEqual({
      value,
      lastModified: Date.now() - 1_000,
      cacheControl: { revalidate: 60, expire: 3_600 },
    })
  })

  test('FETCH', async () => {
    const store = memoryStore()
    await createInstance(store)().set('abc', data('1'), { fetchCache: true, tags: ['products'] })
    expect(await createInstance(store)().get('abc', { kind: 'FETCH' })).toEqual({
      value: data('1'),
      lastModified: Date.now(),
    })
  })

  test('IMAGE, whose handler knows no build', async () => {
    const store = memoryStore()
    const image = {
      kind: 'IMAGE',
      etag: 'a',
      upstreamEtag: 'b',
      buffer: Buffer.from([137, 80]),
      extension: 'png',
      revalidate: 60,
    }
    const write = { kind: 'IMAGE', cacheControl: { revalidate: 60, expire: undefined } }
    await createInstance(store, { buildId: undefined })().set('hash', image, write)
    const found = await createInstance(store, { buildId: undefined })().get('hash', { kind: 'IMAGE' })
    expect(found?.value).toEqual(image)
  })

  test('bytes come back as a Buffer, and segments as a Map', async () => {
    const instance = createInstance(memoryStore())
    await instance().set('/shop', page(''), everyMinute)
    const found = await instance().get<ReturnType<typeof page>>('/shop', readPage)
    expect(Buffer.isBuffer(found?.value?.rscData)).toBe(true)
    expect(Buffer.isBuffer(found?.value?.segmentData.get('/_tree'))).toBe(true)
  })
})

describe('builds', () => {
  test('do not share pages, and share data', async () => {
    const store = memoryStore()
    const [old, next] = [createInstance(store), createInstance(store, { buildId: 'build-2' })]
    await old().set('/shop', page('old'), everyMinute)
    await old().set('abc', data('1'), { fetchCache: true })
    expect(await next().get('/shop', readPage)).toBeNull()
    expect((await next().get('abc', { kind: 'FETCH' }))?.value).toEqual(data('1'))
  })

  test('are named by the file that next build wrote, as soon as it is there', async () => {
    const files: Record<string, string> = {}
    const fs = {
      readFile: async (path: string) => files[path] ?? Promise.reject(new Error('ENOENT')),
    }
    const Handler = cacheHandler({ store: memoryStore() })
    const createHandler = () => new Handler({ fs, serverDistDir: '/app/.next/server' })
    await createHandler().set('/shop', page('1'), everyMinute)
    expect(await htmlOf(createHandler())).toBeUndefined()

    files['/app/.next/server/../BUILD_ID'] = 'build-9\n'
    await createHandler().set('/shop', page('2'), everyMinute)
    expect(await htmlOf(createHandler())).toBe('2')
  })
})

describe('a revalidation in one instance', () => {
  test.each([
    ['of a tag of the page', 'products'],
    ['of the path', '_N_T_/shop/page'],
  ])('%s makes a page missing in the other', async (_, tag) => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first().set('/shop', page('1', '_N_T_/shop/page,products'), everyMinute)
    clock.advance(1)
    expect(await htmlOf(second())).toBe('1')
    await first().revalidateTag(tag)
    expect(await htmlOf(second())).toBeUndefined()

    clock.advance(1)
    await second().set('/shop', page('2', '_N_T_/shop/page,products'), everyMinute)
    expect(await htmlOf(first())).toBe('2')
  })

  test.each([
    ['of a tag that the fetch was stored with', { kind: 'FETCH' }, 'products'],
    ['of a tag that the fetch is read with', { kind: 'FETCH', tags: ['new'] }, 'new'],
    ['of the path that is rendered', { kind: 'FETCH', softTags: ['_N_T_/shop'] }, '_N_T_/shop'],
  ])('%s makes the data missing in the other', async (_, context, tag) => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first().set('abc', data('1'), { fetchCache: true, tags: ['products'] })
    clock.advance(1)
    await second().revalidateTag([tag, 'other'])
    expect(await first().get('abc', context)).toBeNull()
    expect(await first().get('abc', { kind: 'FETCH', tags: ['unrelated'] })).toEqual(
      tag === 'products' ? null : expect.objectContaining({ value: data('1') }),
    )
  })

  test('applies to the rest of the request that makes it', async () => {
    const handler = createInstance(memoryStore())()
    await handler.set('/shop', page('1', 'products'), everyMinute)
    clock.advance(1)
    expect(await htmlOf(handler)).toBe('1')
    await handler.revalidateTag('products')
    expect(await htmlOf(handler)).toBeUndefined()
  })

  test('applies to a page that was being rendered: it is stored, and missing', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    const rendering = first()
    await rendering.get('/shop', readPage)
    clock.advance(5)
    await second().revalidateTag('products')
    clock.advance(5)
    await rendering.set('/shop', page('old', 'products'), everyMinute)
    expect(await htmlOf(second())).toBeUndefined()
  })

  test('reads the state of each tag once in a request', async () => {
    const store = memoryStore()
    const reads: string[] = []
    const counting: Store = {
      ...store,
      get: (address, types) => {
        if (address.path === 'next/tags') reads.push(address.key)
        return store.get(address, types)
      },
    }
    const instance = createInstance(counting)
    await instance().set('/shop', page('1', 'products,prices'), everyMinute)
    const handler = instance()
    await handler.get('/shop', readPage)
    await handler.get('/shop', readPage)
    expect(reads).toEqual(['"products"', '"prices"'])
    handler.resetRequestCache()
    await handler.get('/shop', readPage)
    expect(reads).toHaveLength(4)
  })
})

describe('a revalidation with a profile', () => {
  test('makes a page stale until the expire of the profile, then missing', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first().set('/shop', page('1', 'products'), everyMinute)
    clock.advance(1)
    await first().revalidateTag('products', { expire: 600 })

    const found = await second().get('/shop', readPage)
    expect(found?.cacheControl).toEqual({ revalidate: 60, expire: 3_600 })
    expect(found?.lastModified).toBeLessThan(Date.now() - 60_000)
    clock.advance(600_000)
    expect(await second().get('/shop', readPage)).toBeNull()
  })

  test('gives a page that is never revalidated an age for that', async () => {
    const instance = createInstance(memoryStore())
    await instance().set('/shop', page('1', 'products'), { cacheControl: { revalidate: false, expire: undefined } })
    clock.advance(1)
    await instance().revalidateTag('products', {})
    const found = await instance().get('/shop', readPage)
    expect(found?.cacheControl).toEqual({ revalidate: 1, expire: undefined })
    expect(found?.lastModified).toBeLessThan(Date.now() - 1_000)
  })

  test('makes data stale by the age that the reader demands, else by its own', async () => {
    const instance = createInstance(memoryStore())
    await instance().set('abc', data('1'), { fetchCache: true, tags: ['products'] })
    clock.advance(1)
    await instance().revalidateTag('products', { expire: 600 })
    const ageIn = async (context: object) =>
      Date.now() - ((await instance().get('abc', { kind: 'FETCH', ...context }))?.lastModified ?? 0)
    expect(await ageIn({ revalidate: 10 })).toBe(10_001)
    expect(await ageIn({ revalidate: false })).toBe(60_001)
  })

  test('leaves what was computed since then fresh, also after the expire of the profile', async () => {
    const instance = createInstance(memoryStore())
    await instance().revalidateTag('products', { expire: 600 })
    clock.advance(1)
    await instance().set('/shop', page('2', 'products'), { cacheControl: { revalidate: false, expire: undefined } })
    clock.advance(600_000)
    expect(await htmlOf(instance())).toBe('2')
  })
})

describe('an entry', () => {
  test('is missing after the expire of Next.js, or after duration if that is sooner', async () => {
    const instance = createInstance(memoryStore(), { duration: '1d' })
    await instance().set('/shop', page('1'), everyMinute)
    await instance().set('/never', page('1'), { cacheControl: { revalidate: false, expire: undefined } })
    clock.advance(3_600_000)
    expect(await instance().get('/shop', readPage)).toBeNull()
    expect(await instance().get('/never', readPage)).not.toBeNull()
    clock.advance(86_400_000)
    expect(await instance().get('/never', readPage)).toBeNull()
  })

  test('and the states of tags are deleted by prune() of a cache over the path, when nothing can use them', async () => {
    const store = memoryStore()
    const instance = createInstance(store, { path: 'shop', duration: '1d' })
    await instance().set('/shop', page('1', 'products'), everyMinute)
    await instance().revalidateTag('products')
    const cache = new Cachetta({ path: 'shop', store: reopen(store) })
    const count = async () => {
      let entries = 0
      for await (const _ of cache.entries()) entries++
      return entries
    }
    clock.advance(86_400_000)
    await cache.prune()
    expect(await count()).toBe(1)
    clock.advance(86_400_001)
    await cache.prune()
    expect(await count()).toBe(0)
  })
})

describe('a store that fails', () => {
  /** A store whose calls fail while its name is in the list. */
  function createFailingStore() {
    const store = memoryStore()
    const failing = new Set<string>()
    const guard = <Args extends unknown[], Result>(name: string, call: (...args: Args) => Promise<Result>) => {
      return (...args: Args) => (failing.has(name) ? Promise.reject(new Error('no connection')) : call(...args))
    }
    const { sync: _, ...methods } = store
    return {
      failing,
      store: { ...methods, get: guard('get', store.get), set: guard('set', store.set) } satisfies Store,
      real: store,
    }
  }

  test('is a miss, and one line in the log', async () => {
    const { failing, store } = createFailingStore()
    const instance = createInstance(store)
    failing.add('get').add('set')
    for (let request = 0; request < 3; request++) {
      const handler = instance()
      expect(await handler.get('/shop', readPage)).toBeNull()
      await handler.set('/shop', page('1'), everyMinute)
    }
    expect(lines).toEqual([expect.stringContaining('no connection')])
    failing.clear()
    await instance().set('/shop', page('2'), everyMinute)
    expect(await htmlOf(instance())).toBe('2')
  })

  test('and does not tell the state of a tag: what has the tag is missing', async () => {
    const store = memoryStore()
    let fails = false
    const partly: Store = {
      ...store,
      get: (address, types) =>
        fails && address.path === 'next/tags' ? Promise.reject(new Error('late')) : store.get(address, types),
    }
    const instance = createInstance(partly)
    await instance().set('/shop', page('1', 'products'), everyMinute)
    fails = true
    expect(await htmlOf(instance())).toBeUndefined()
    fails = false
    expect(await htmlOf(instance())).toBe('1')
  })

  test('gets a revalidation that it did not take when the next request begins', async () => {
    const { failing, store, real } = createFailingStore()
    const [first, second] = [createInstance(store), createInstance(real)]
    await first().set('/shop', page('1', 'products'), everyMinute)
    clock.advance(1)
    failing.add('set')
    await first().revalidateTag('products')
    expect(await htmlOf(first())).toBeUndefined()
    expect(await htmlOf(second())).toBe('1')
    expect(lines).toHaveLength(1)

    failing.clear()
    first()
    await expect.poll(() => htmlOf(second())).toBeUndefined()
  })

  test('has a damaged state of a tag: what has the tag is missing until it is stored again', async () => {
    const { store } = createFailingStore()
    const instance = createInstance(store)
    await instance().set('/shop', page('1', 'products'), everyMinute)
    let isDamaged = true
    const damaged = createInstance({
      ...store,
      get: (address, types) =>
        isDamaged && address.path === 'next/tags'
          ? Promise.reject(new StoreError('DAMAGED', 'no JSON'))
          : store.get(address, types),
    })
    clock.advance(1)
    expect(await htmlOf(damaged())).toBeUndefined()
    isDamaged = false
    damaged()
    await expect.poll(() => htmlOf(instance())).toBeUndefined()
    clock.advance(1)
    await instance().set('/shop', page('2', 'products'), everyMinute)
    expect(await htmlOf(damaged())).toBe('2')
  })

  test('refuses a value: it is logged once, and the page is served', async () => {
    const store = memoryStore()
    const refusing: Store = { ...store, set: () => Promise.reject(new UnsafeTypeError('larger than maxBytes')) }
    const instance = createInstance(refusing)
    await instance().set('/shop', page('1'), everyMinute)
    await instance().set('/shop', page('1'), everyMinute)
    expect(lines).toEqual([expect.stringContaining('larger than maxBytes')])
  })
})

test('an unknown option, and a missing store, throw at once', () => {
  const wrong = { store: memoryStore(), ttl: 5 }
  expect(() => cacheHandler(wrong)).toThrow(
    new InvalidOptionError(
      'ttl: no option of cacheHandler has this name; the options are store, path, duration, buildId',
    ),
  )
  // @ts-expect-error: the store is required
  expect(() => cacheHandler({})).toThrow('store: cacheHandler needs the store that all instances share')
  expect(() => cacheHandler({ store: memoryStore(), duration: 'soon' as '1d' })).toThrow(InvalidOptionError)
})
