import { describe, expect, it } from 'vitest'
import { InvalidKeyError, lookup, memoryStore } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('a cached function', () => {
  it('computes once per arguments, and returns the cached value after that', async () => {
    const { cache } = createTestCache()
    const asked: number[] = []
    const square = cache((n: number) => {
      asked.push(n)
      return n * n
    })
    expect([await square(2), await square(3), await square(2)]).toEqual([4, 9, 4])
    expect(asked).toEqual([2, 3])
  })

  it.each([[null], [undefined], [0], [''], [false], [Number.NaN]])('caches %s like any value', async (value) => {
    const { cache } = createTestCache()
    let calls = 0
    const cached = cache(() => {
      calls += 1
      return value
    })
    await cached()
    expect(await cached()).toBe(value)
    expect(calls).toBe(1)
    expect(await cached.lookup()).toMatchObject({ hit: true, value })
  })

  it('keeps the name, the length and the receiver of the function', async () => {
    const { cache } = createTestCache()
    const service = {
      base: 10,
      add: cache(function add(this: { base: number }, a: number, b: number) {
        return this.base + a + b
      }),
    }
    expect(service.add.name).toBe('add')
    expect(service.add.length).toBe(2)
    expect(await service.add(1, 2)).toBe(13)
  })

  it('rejects if the function throws, and for arguments without a stable identity', async () => {
    const { cache } = createTestCache()
    const cached = cache((_callback: unknown) => {
      throw new Error('no')
    })
    await expect(cached(1)).rejects.toThrow('no')
    await expect(cached(() => {})).rejects.toThrow(InvalidKeyError)
  })

  it('does not cache an error, and rejects all waiting calls with it', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const both = Promise.allSettled([cached(1), cached(1)])
    await flushPromises()
    calls[0]?.reject(new Error('down'))
    expect((await both).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    const again = cached(1)
    await flushPromises()
    calls[1]?.resolve('up')
    expect(await again).toBe('up')
    expect(calls.length).toBe(2)
  })

  it('shares one computation among concurrent calls, copies and separate caches over one store', async () => {
    const store = memoryStore()
    const { cache } = createTestCache({ store })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const one = cache(fn)
    const other = cache.copy({ duration: '1m' })(fn)
    const answers = Promise.all([one(1), one(1), other(1)])
    await flushPromises()
    expect(calls.length).toBe(1)
    calls[0]?.resolve('shared')
    expect(await answers).toEqual(['shared', 'shared', 'shared'])
  })

  it('computes different arguments in parallel', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[number], number>()
    const answers = Promise.all([1, 2, 3].map((n) => cache(fn)(n)))
    await flushPromises()
    for (const call of [...calls].reverse()) call.resolve(call.args[0] * 10)
    expect(await answers).toEqual([10, 20, 30])
  })

  it('uses the result of the key option as the key', async () => {
    const { cache } = createTestCache()
    let calls = 0
    const fetchUser = cache(
      (user: { id: number; onChange: () => void }) => {
        calls += 1
        return user.id
      },
      { key: (user) => user.id },
    )
    await fetchUser({ id: 1, onChange: () => {} })
    await fetchUser({ id: 1, onChange: () => {} })
    await fetchUser({ id: 2, onChange: () => {} })
    expect(calls).toBe(2)
  })

  it('computes each time with read: false, and stores the result', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    let calls = 0
    const count = () => {
      calls += 1
      return calls
    }
    const fresh = cache(count, { read: false })
    expect([await fresh(), await fresh()]).toEqual([1, 2])
    expect(await cache(count)()).toBe(2)
  })

  it('stores nothing with write: false, not even in memory', async () => {
    const { cache } = createTestCache({ lruSize: 10, write: false })
    let calls = 0
    const cached = cache(() => {
      calls += 1
      return calls
    })
    expect([await cached(), await cached()]).toEqual([1, 2])
    expect(await cache.exists()).toBe(false)
  })

  it('stores the value of a shared computation if one of its callers may write', async () => {
    const { cache } = createTestCache()
    const { fn, calls } = createDeferredFunction<[], string>()
    const answers = Promise.all([cache(fn, { write: false })(), cache(fn)()])
    await flushPromises()
    calls[0]?.resolve('kept')
    await answers
    expect(await lookup(cache)).toMatchObject({ hit: true, value: 'kept' })
  })

  it('treats an entry of another version as missing', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    await cache(() => 'old', { version: 1 })()
    expect(await cache(() => 'new', { version: 2 })()).toBe('new')
    expect(await cache(() => 'text', { version: '2' })()).toBe('text')
  })

  it('returns a value that cannot be stored each time, and logs it once', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    let calls = 0
    const cached = cache((n: number) => {
      calls += 1
      return { n, close: () => {} }
    })
    await cached(1)
    expect((await cached(1)).n).toBe(1)
    await cached(2)
    expect(calls).toBe(3)
    expect(lines.filter((line) => line.startsWith('warn'))).toEqual([expect.stringContaining('close')])
  })

  it('refresh() computes again, and keeps the old value until then', async () => {
    const { cache } = createTestCache({ lruSize: 10 })
    const { fn, calls } = createDeferredFunction<[number], string>()
    const cached = cache(fn)
    const first = cached(1)
    await flushPromises()
    calls[0]?.resolve('old')
    await first
    const refreshed = cached.refresh(1)
    await flushPromises()
    expect(await cached(1)).toBe('old')
    calls[1]?.resolve('new')
    expect(await refreshed).toBe('new')
    expect(await cached(1)).toBe('new')
  })

  it('keeps the old value if refresh() fails', async () => {
    const { cache } = createTestCache()
    let fails = false
    const cached = cache(() => {
      if (fails) throw new Error('down')
      return 'old'
    })
    await cached()
    fails = true
    await expect(cached.refresh()).rejects.toThrow('down')
    expect(await cached()).toBe('old')
  })
})

it('refuses a class, because a class cannot be called', () => {
  const { cache } = createTestCache()
  class Service {}
  expect(() => cache(Service as unknown as () => void)).toThrow(/the class Service was given; accepted is a function/)
})
