import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/index.ts'
import { InvalidOptionError, memoryStore } from '../../src/index.ts'
import type { UseCacheEntry, UseCacheHandler } from '../../src/next.ts'
import { cacheHandlers } from '../../src/next.ts'
import { createDeferred } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { reopen, setClock } from './instances.ts'

const clock = setClock()
const lines = recordLogLines()

const createInstance = (store: Store) => cacheHandlers({ store: reopen(store) })
const encode = (text: string) => new TextEncoder().encode(text)

function streamOf(...texts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(encode(text))
      controller.close()
    },
  })
}

function createEntry(text: string, overrides: Partial<UseCacheEntry> = {}): Promise<UseCacheEntry> {
  const entry = {
    value: streamOf(text),
    tags: ['products'],
    stale: 300,
    timestamp: Date.now(),
    expire: 3_600,
    revalidate: 60,
  }
  return Promise.resolve({ ...entry, ...overrides })
}

const textOf = async (handler: UseCacheHandler, softTags: string[] = []) => {
  await handler.refreshTags() // as at the beginning of a request
  const entry = await handler.get('key', softTags)
  return entry && new Response(entry.value).text()
}

describe('an entry', () => {
  test('that one instance stored is found by another, and each get has a stream of its own', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first.set('key', createEntry('', { value: streamOf('{"a":', '1}') }))
    const found = await second.get('key', [])
    expect(found).toEqual({
      value: expect.any(ReadableStream),
      tags: ['products'],
      stale: 300,
      timestamp: Date.now(),
      expire: 3_600,
      revalidate: 60,
    })
    expect(await new Response(found?.value).text()).toBe('{"a":1}')
    expect(await textOf(second)).toBe('{"a":1}')
    expect(await second.get('other', [])).toBeUndefined()
  })

  test('keeps every byte, also of an empty stream', async () => {
    const handler = createInstance(memoryStore())
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
    const value = new Blob([bytes]).stream()
    await handler.set('bytes', createEntry('', { value }))
    await handler.set('empty', createEntry('', { value: streamOf() }))
    const read = async (key: string) =>
      new Uint8Array(await new Response((await handler.get(key, []))?.value).arrayBuffer())
    expect(await read('bytes')).toEqual(bytes)
    expect(await read('empty')).toEqual(new Uint8Array())
  })

  test('that is still computed is waited for', async () => {
    const handler = createInstance(memoryStore())
    const pending = createDeferred<UseCacheEntry>()
    const isStored = handler.set('key', pending.promise)
    const found = textOf(handler)
    pending.resolve(await createEntry('late'))
    await isStored
    expect(await found).toBe('late')
  })

  test('past its revalidate is found, because Next.js revalidates it, and past its expire it is not', async () => {
    const handler = createInstance(memoryStore())
    await handler.set('key', createEntry('old'))
    clock.advance(61_000)
    expect(await textOf(handler)).toBe('old')
    clock.advance(3_600_000)
    expect(await textOf(handler)).toBeUndefined()
  })

  test('that Next.js would never use again is not stored', async () => {
    const handler = createInstance(memoryStore())
    await handler.set('key', createEntry('1', { expire: 0 }))
    expect(await textOf(handler)).toBeUndefined()
  })

  test('whose stream or computation fails is not stored, and set does not reject', async () => {
    const handler = createInstance(memoryStore())
    const value = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode('half'))
        controller.error(new Error('the database is gone'))
      },
    })
    await handler.set('key', createEntry('', { value }))
    expect(await textOf(handler)).toBeUndefined()
    await handler.set('key', Promise.reject(new Error('failed')))
    expect(await textOf(handler)).toBeUndefined()
  })
})

describe('a revalidation in one instance', () => {
  test('of a tag makes an entry missing in the other at its next request', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first.set('key', createEntry('1'))
    clock.advance(1)
    expect(await textOf(second)).toBe('1')
    await first.updateTags(['products'])
    expect(await textOf(second)).toBeUndefined()
    expect(await first.get('key', [])).toBeUndefined()
    clock.advance(1)
    await second.set('key', createEntry('2'))
    expect(await textOf(first)).toBe('2')
  })

  test('of a path makes entries missing where that path is rendered', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first.set('key', createEntry('1'))
    clock.advance(1)
    await first.updateTags(['_N_T_/shop'])
    expect(await second.getExpiration(['_N_T_/shop'])).toBe(Number.POSITIVE_INFINITY)
    expect(await textOf(second, ['_N_T_/shop'])).toBeUndefined()
    expect(await textOf(second, ['_N_T_/about'])).toBe('1')
  })

  test('with a profile makes an entry stale until the expire of the profile, then missing', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    await first.set('key', createEntry('1'))
    clock.advance(1)
    await first.updateTags(['products'], { expire: 600 })
    await second.refreshTags()
    expect(await second.get('key', [])).toMatchObject({ revalidate: -1, expire: 3_600 })
    clock.advance(600_000)
    expect(await textOf(second)).toBeUndefined()
  })

  test('applies to an entry whose computation began before', async () => {
    const store = memoryStore()
    const [first, second] = [createInstance(store), createInstance(store)]
    const began = createEntry('old')
    clock.advance(1)
    await second.updateTags(['products'])
    clock.advance(1)
    await first.set('key', began)
    expect(await textOf(first)).toBeUndefined()
  })
})

test('a store that fails is a miss, and one line in the log', async () => {
  const { sync: _, ...store } = memoryStore()
  const fail = () => Promise.reject(new Error('no connection'))
  const handler = cacheHandlers({ store: { ...store, get: fail, set: fail } })
  await handler.set('key', createEntry('1'))
  await handler.updateTags(['products'])
  expect(await textOf(handler)).toBeUndefined()
  expect(lines).toEqual([expect.stringContaining('no connection')])
})

test('an unknown option throws at once', () => {
  const wrong = { store: memoryStore(), buildId: '1' }
  expect(() => cacheHandlers(wrong)).toThrow(
    new InvalidOptionError('buildId: no option of cacheHandlers has this name; the options are store, path, duration'),
  )
})
