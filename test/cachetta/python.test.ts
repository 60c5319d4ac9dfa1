import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as door from '../../src/index.ts'
import {
  Cachetta,
  fileStore,
  lookup,
  readCache,
  readCacheSync,
  setLogLevel,
  UnsafeTypeError,
  writeCache,
  writeCacheSync,
} from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'
import { recordLogLines } from '../support/log-lines.ts'

// The examples in the README of the Python library, in their order, on real files. docs/coming-from/python.md links here.

const lines = recordLogLines()
let dir: string
let path: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cachetta-python-'))
  path = join(dir, 'cache.json')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Creates a function that counts its calls. */
function counting(): (() => number) & { calls: () => number } {
  let calls = 0
  const count = () => {
    calls += 1
    return calls
  }
  return Object.assign(count, { calls: () => calls })
}

/** Sets the time of a file to so many minutes ago. An entry is at least as old as its file. */
function age(file: string, minutes: number): void {
  const then = new Date(Date.now() - minutes * 60_000)
  utimesSync(file, then, then)
}

describe('Install', () => {
  it('is one package with one door', () => {
    const { name, engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
    expect([name, engines.node]).toEqual(['cachetta', '>=20.19'])
    expect(Object.keys(door)).toEqual(
      expect.arrayContaining(['Cachetta', 'readCache', 'writeCache', 'UnsafeTypeError']),
    )
  })
})

describe('Basic Usage', () => {
  it('reads and writes with a cache object', async () => {
    const cache = new Cachetta({ read: true, write: true, path, duration: '1d' })
    const fetchData = counting()
    const getData = async () => {
      const cached = await readCache<number>(cache)
      if (cached !== null) return cached
      const data = fetchData()
      await writeCache(cache, data)
      return data
    }
    expect([await getData(), await getData(), fetchData.calls()]).toEqual([1, 1, 1])
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ value: 1 })
  })

  it('takes any file extension, or none', async () => {
    for (const name of ['cache.dat', 'cache.pickle', 'cache']) {
      const cache = new Cachetta({ path: join(dir, name) })
      await writeCache(cache, { name })
      expect(await readCache(cache)).toEqual({ name })
      expect(existsSync(join(dir, name))).toBe(true)
    }
  })
})

describe('Async Support', () => {
  it('caches an asynchronous function with asynchronous file access', async () => {
    let calls = 0
    const getData = new Cachetta({ path })(async () => {
      calls += 1
      return { status: 'success', data: [1, 2, 3] }
    })
    await getData()
    expect(await getData()).toEqual({ status: 'success', data: [1, 2, 3] })
    expect(calls).toBe(1)
  })

  it('reads and writes asynchronously and synchronously', async () => {
    const cache = new Cachetta({ path })
    await writeCache(cache, 'awaited')
    expect(await readCache(cache)).toBe('awaited')
    writeCacheSync(cache, 'at once')
    expect(readCacheSync(cache)).toBe('at once')
  })
})

describe('Function Wrapper', () => {
  it('wraps a function by hand', async () => {
    const compute = counting()
    const cached = new Cachetta({ path })(compute)
    expect([await cached(), await cached(), compute.calls()]).toEqual([1, 1, 1])
  })

  it('wraps a function with options of its own', async () => {
    const cache = new Cachetta({ path: join(dir, 'cache'), duration: '1h' })
    const asked: number[] = []
    const fn = (id: number) => asked.push(id)
    const cached = cache(fn, { duration: '2h' })
    await cached(123)
    age(cache.pathFor(123), 90)
    await cached(123)
    expect(asked).toEqual([123])
    await cache(fn)(123)
    expect(asked).toEqual([123, 123])
  })
})

describe('Auto Cache Keys', () => {
  it('gives each list of arguments a file of its own', async () => {
    const cache = new Cachetta({ path: join(dir, 'users.json') })
    const getUser = cache(async (id: number) => ({ id }))
    await getUser(1)
    await getUser(2)
    const files = readdirSync(dir).sort()
    expect(files).toEqual([1, 2].map((id) => cache.pathFor(id).slice(dir.length + 1)).sort())
    for (const file of files) expect(file).toMatch(/^users-[0-9a-f]{16}\.json$/)
  })
})

describe('In-Memory LRU', () => {
  it('reads memory before the disk', async () => {
    const cache = new Cachetta({ path, lruSize: 100 })
    const compute = counting()
    const cached = cache(compute)
    await cached()
    rmSync(path)
    expect([await cached(), compute.calls()]).toEqual([1, 1])
  })

  it('lets entries in memory expire as on the disk', async () => {
    const { cache, clock } = createTestCache({ path, store: fileStore(), duration: '1h', lruSize: 100 })
    clock.set(Date.now())
    await writeCache(cache, 'data')
    clock.advance('59m')
    expect(await readCache(cache)).toBe('data')
    clock.advance('1m')
    expect(await readCache(cache)).toBe(null)
  })
})

describe('Conditional Caching', () => {
  it('stores only values that pass the condition', async () => {
    const cache = new Cachetta({ path, condition: (result: unknown) => result !== null })
    const results = [null, 'data', 'other']
    const cached = cache(() => results.shift())
    expect(await cached()).toBe(null)
    expect(existsSync(path)).toBe(false)
    expect([await cached(), await cached()]).toEqual(['data', 'data'])
  })
})

describe('Stale-While-Revalidate', () => {
  it('returns stale data at once, and refreshes it in the background', async () => {
    const cached = new Cachetta({ path, duration: '1h', staleDuration: '30m' })(counting())
    await cached()
    age(path, 75)
    expect(await cached()).toBe(1)
    await vi.waitFor(async () => expect(await cached.lookup()).toMatchObject({ value: 2, stale: false }), 10_000)
    expect(await cached()).toBe(2)
  })

  it('computes again after both durations', async () => {
    const cached = new Cachetta({ path, duration: '1h', staleDuration: '30m' })(counting())
    await cached()
    age(path, 95)
    expect(await cached()).toBe(2)
  })
})

describe('Cache Invalidation', () => {
  it('deletes the entry by invalidate and by clear', async () => {
    const cache = new Cachetta({ path })
    for (const forget of [() => cache.invalidate(), () => cache.clear()]) {
      await writeCache(cache, 'data')
      await forget()
      expect(existsSync(path)).toBe(false)
    }
  })

  it('deletes the entry of the given arguments', async () => {
    const cache = new Cachetta({ path })
    await writeCache(cache, 'data', { userId: 123 })
    await writeCache(cache, 'data', { userId: 124 })
    await cache.invalidate({ userId: 123 })
    expect([await cache.exists({ userId: 123 }), await cache.exists({ userId: 124 })]).toEqual([false, true])
  })

  it('has synchronous twins, as Python has asynchronous ones', () => {
    const cache = new Cachetta({ path })
    for (const forget of [() => cache.invalidateSync(), () => cache.clearSync()]) {
      writeCacheSync(cache, 'data')
      forget()
      expect(existsSync(path)).toBe(false)
    }
  })
})

describe('Cache Inspection', () => {
  it('describes an entry without reading its value', async () => {
    const cache = new Cachetta({ path, duration: '1h' })
    const nothing = { exists: false, age: null, expired: false, stale: false, expiresIn: null, path, size: 0 }
    expect(await cache.info()).toEqual(nothing)
    expect([await cache.exists(), await cache.age()]).toEqual([false, null])

    await writeCache(cache, 'data')
    age(path, 75)
    const { age: milliseconds, size, ...rest } = await cache.info()
    expect(milliseconds).toBeGreaterThanOrEqual(75 * 60_000)
    expect(size).toBe(readFileSync(path).length)
    expect(rest).toMatchObject({ exists: true, expired: true, stale: false, path })
    expect([await cache.exists(), await cache.age()]).toEqual([true, expect.any(Number)])
  })

  it('describes it by the synchronous twins, too', () => {
    const cache = new Cachetta({ path })
    writeCacheSync(cache, 'data')
    expect(cache.existsSync()).toBe(true)
    expect(cache.ageSync()).toBeGreaterThanOrEqual(0)
    expect(cache.infoSync()).toMatchObject({ exists: true, expired: false, path })
  })
})

describe('Path Operator', () => {
  it('creates paths below the base by at()', async () => {
    const cache = new Cachetta({ path: join(dir, 'cache') })
    await writeCache(cache.at('my-data.json'), 'data')
    await writeCache(cache.at('deep', 'my-data.json'), 'deep data')
    expect(await readCache(cache.at('my-data.json'))).toBe('data')
    expect(existsSync(join(dir, 'cache', 'deep', 'my-data.json'))).toBe(true)
  })
})

describe('Dynamic Cache Paths', () => {
  it('takes the path from a function', async () => {
    const foo = new Cachetta({ path: (n: number) => join(dir, `${n}.json`) })((n: number) => n * 10)
    expect([await foo(1), await foo(2)]).toEqual([10, 20])
    expect(readdirSync(dir).sort()).toEqual(['1.json', '2.json'])
  })
})

describe('Specifying Paths', () => {
  it('creates variants by copy()', async () => {
    const cache = new Cachetta({ path })
    const copy = cache.copy({ read: false, duration: '2d' })
    expect([copy.path, copy.read, copy.write, copy.duration]).toEqual([path, false, true, 172_800_000])
    expect([cache.read, cache.duration]).toEqual([true, 604_800_000])
  })
})

describe('Pickle Security', () => {
  class UserProfile {
    constructor(name: string, score: number) {
      Object.assign(this, { name, score })
    }
  }
  const ada = new UserProfile('Ada', 9.5)

  it('stores and restores the safe types of JavaScript', async () => {
    const cache = new Cachetta({ path })
    const values = [
      ...[1, 1.5, -0, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 80n, 'text', true, null, undefined],
      ...[[1, [2]], { a: { b: 1 } }, Object.assign(Object.create(null), { a: 1 })],
      ...[new Map([['first', 1]]), new Map([[{}, new Set()]]), new Set([1, 'a'])],
      ...[new Date(0), new URL('https://example.com/a?b#c'), /a+/gi, new RangeError('no')],
      ...[new Uint8Array([0, 255]), new Float64Array([Number.NaN]), new ArrayBuffer(2), Buffer.from('bytes')],
    ]
    await writeCache(cache, values)
    expect(await readCache(cache)).toStrictEqual(values)
  })

  it('restores an allowed class besides the safe types', async () => {
    const cache = new Cachetta({ path, allowedTypes: [UserProfile] })
    await writeCache(cache, { ada, seen: new Date(0) })
    const found = await readCache<{ ada: UserProfile; seen: Date }>(cache)
    expect(found).toStrictEqual({ ada, seen: new Date(0) })
    expect(found?.ada).toBeInstanceOf(UserProfile)
  })

  it('treats a file with a type that is not allowed as missing, and warns once', async () => {
    await writeCache(new Cachetta({ path, allowedTypes: [UserProfile] }), ada)
    const cache = new Cachetta({ path })
    expect([await readCache(cache), await readCache(cache)]).toEqual([null, null])
    expect(await lookup(cache)).toEqual({ hit: false })
    expect(lines).toEqual([expect.stringMatching(/^warn .*UserProfile/)])
  })

  it('refuses to write such a type, with an error that can be caught', async () => {
    await expect(writeCache(new Cachetta({ path }), ada)).rejects.toThrow(UnsafeTypeError)
    expect(existsSync(path)).toBe(false)
  })
})

describe('Error Handling', () => {
  it.each(['', 'not json', '{"cachetta":1,"key":', '{"value":1}', '\x80\x04\x95pickle'])(
    'treats a corrupt file as missing, warns, and replaces it: %j',
    async (text) => {
      const cache = new Cachetta({ path })
      writeFileSync(path, text)
      expect(await readCache(cache)).toBe(null)
      expect(lines).toEqual([expect.stringMatching(/^warn /)])
      await writeCache(cache, 'fresh')
      expect(await readCache(cache)).toBe('fresh')
    },
  )
})

describe('Logging', () => {
  it('logs more at the level debug', async () => {
    const cached = new Cachetta({ path })((): unknown => () => 1)
    await cached()
    await cached()
    expect(lines).toEqual([expect.stringMatching(/^warn /)])
    setLogLevel('debug')
    await cached()
    expect(lines[1]).toMatch(/^debug /)
  })
})

describe('Configuration Reference', () => {
  it('has the defaults of Python', () => {
    const { duration, read, write, lruSize, condition, staleDuration, allowedTypes } = new Cachetta({ path })
    expect({ duration, read, write }).toEqual({ duration: 7 * 86_400_000, read: true, write: true })
    expect([lruSize, condition, staleDuration, allowedTypes]).toEqual(Array(4).fill(undefined))
  })

  it('reads nothing with read: false and writes nothing with write: false', async () => {
    const cache = new Cachetta({ path })
    await writeCache(cache({ write: false }), 'data')
    expect(existsSync(path)).toBe(false)
    await writeCache(cache, 'data')
    expect(await readCache(cache({ read: false }))).toBe(null)
    expect(await readCache(cache)).toBe('data')
  })

  it('serves an entry for its duration', async () => {
    const cache = new Cachetta({ path, duration: '1h' })
    await writeCache(cache, 'data')
    age(path, 59)
    expect(await readCache(cache)).toBe('data')
    age(path, 61)
    expect(await readCache(cache)).toBe(null)
  })
})
