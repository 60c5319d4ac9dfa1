import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import {
  Cachetta,
  InvalidOptionError,
  InvalidPathError,
  lookup,
  lookupSync,
  memoryStore,
  readCache,
  readCacheSync,
  writeCache,
  writeCacheSync,
} from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

/** A call from JavaScript, where no compiler checks the arguments. */
type Unchecked = (...args: readonly unknown[]) => unknown

const make = Cachetta as unknown as Unchecked
const Make = Cachetta as unknown as new (...args: readonly unknown[]) => unknown
const { cache } = createTestCache()
const call = cache as unknown as Unchecked & Record<string, Unchecked>

describe('an unknown option', () => {
  const message =
    'ttl: 5 was given, but no option has this name; the options are path, read, write, duration, staleDuration, staleIfError, ' +
    'lruSize, condition, key, skipThis, allowedTypes, schema, store, lock, timeout, waitUntil, version, tags'
  const options = { path: 'a', ttl: 5 }

  it.each<[form: string, give: () => unknown]>([
    ['Cachetta(options)', () => make(options)],
    ['new Cachetta(options)', () => new Make(options)],
    ['cache(overrides)', () => call(options)],
    ['cache(fn, overrides)', () => call(() => 1, options)],
    ['cache.wrap(fn, overrides)', () => call['wrap']?.(() => 1, options)],
    ['cache.wrapSync(fn, overrides)', () => call['wrapSync']?.(() => 1, options)],
    ['cache.sync(overrides)', () => call['sync']?.(options)],
    ['cache.copy(overrides)', () => call['copy']?.(options)],
  ])('%s names it, and lists the options', (_form, give) => {
    expect(give).toThrow(new InvalidOptionError(message))
  })

  it('is refused even if its value is undefined, or if every object inherits its name', () => {
    expect(() => make({ path: 'a', ttl: undefined })).toThrow(/^ttl: undefined was given, but no option has this name/)
    expect(() => make({ path: 'a', toString: 5 })).toThrow(/^toString: 5 was given, but no option has this name/)
  })
})

const spans = `milliseconds, Infinity, or text like '30s', '1h30m' or '7d'`
const types = 'a list of classes or of { type, name, serialize, deserialize }'
const stores = 'a store, for example fileStore() or memoryStore()'
const tagLists = 'a list of non-empty strings, or a function that returns one'

describe('an option with a wrong value', () => {
  it.each<[option: string, value: unknown, message: string]>([
    ...['read', 'write', 'skipThis'].flatMap((option): [string, unknown, string][] => [
      [option, 'yes', `${option}: "yes" was given; accepted is true or false`],
      [option, 0, `${option}: 0 was given; accepted is true or false`],
    ]),
    ...['duration', 'staleDuration', 'staleIfError'].flatMap((option): [string, unknown, string][] => [
      [option, '1 hour', `${option}: "1 hour" was given; accepted is ${spans}`],
      [option, '', `${option}: "" was given; accepted is ${spans}`],
      [option, Number.NaN, `${option}: NaN was given; accepted is ${spans}`],
      [option, true, `${option}: true was given; accepted is ${spans}`],
      [option, ['5m'], `${option}: a list was given; accepted is ${spans}`],
    ]),
    ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((size): [string, unknown, string] => [
      'lruSize',
      size,
      `lruSize: ${size} was given; accepted is a whole number above 0`,
    ]),
    ['lruSize', '100', 'lruSize: "100" was given; accepted is a whole number above 0'],
    ['lruSize', 100n, 'lruSize: 100n was given; accepted is a whole number above 0'],
    ['condition', true, 'condition: true was given; accepted is a function'],
    ['key', 'id', 'key: "id" was given; accepted is a function'],
    ['key', Symbol('id'), 'key: Symbol(id) was given; accepted is a function'],
    ['allowedTypes', { Date }, `allowedTypes: an object was given; accepted is ${types}`],
    [
      'allowedTypes',
      ['User'],
      'allowedTypes: User is not a class; give a class, or { type, name, serialize, deserialize }',
    ],
    ['store', 'redis', `store: "redis" was given; accepted is ${stores}`],
    ['store', {}, `store: an object was given; accepted is ${stores}`],
    ['store', memoryStore, `store: function memoryStore was given; accepted is ${stores}`],
    ['lock', 'yes', `lock: "yes" was given; accepted is true, false, or a duration like '10s'`],
    ['lock', Number.NaN, "lock: NaN was given; accepted is true, false, or a duration like '10s'"],
    ['timeout', 0, 'timeout: 0 was given; accepted is a duration above 0'],
    ['version', {}, 'version: an object was given; accepted is a string or a number'],
    ['version', Number.NaN, 'version: NaN was given; accepted is a string or a number'],
    ['tags', 'user', `tags: "user" was given; accepted is ${tagLists}`],
    ['tags', [1], `tags: a list was given; accepted is ${tagLists}`],
    ['tags', [''], `tags: a list was given; accepted is ${tagLists}`],
    [
      'path',
      undefined,
      'path: undefined was given; accepted is a string, or a function of the arguments that returns one',
    ],
  ])('%s: %o is refused, and the error lists the accepted values', (option, value, message) => {
    expect(() => make({ path: 'a', [option]: value })).toThrow(new InvalidOptionError(message))
  })

  it('is cut in the error', () => {
    expect(() => make({ path: 'a', read: 'x'.repeat(1_000) })).toThrow(/^read: "x{40}…" was given;/)
  })

  it('is refused as an override, too', () => {
    expect(() => call({ lruSize: 0 })).toThrow(InvalidOptionError)
    expect(() => call(() => 1, { duration: '1 hour' })).toThrow(InvalidOptionError)
    expect(() => call['copy']?.({ read: 1 })).toThrow(InvalidOptionError)
  })
})

describe('an invalid path', () => {
  it.each<[path: unknown, message: string]>([
    ['', 'path: "" was given; accepted is a non-empty string'],
    [5, 'path: 5 was given; accepted is a non-empty string'],
    [{}, 'path: an object was given; accepted is a non-empty string'],
    ['a\0b', 'path: "a\\u0000b" was given; accepted is a path without NUL characters'],
  ])('%o is refused when the cache is made', (path, message) => {
    expect(() => make({ path })).toThrow(new InvalidPathError(message))
    expect(() => call['copy']?.({ path })).toThrow(new InvalidPathError(message))
  })

  it.each<[returned: unknown, message: string]>([
    [
      '../secrets',
      'the path function returned "../secrets"; accepted is a path without ".." segments, which could leave the directory',
    ],
    [
      'a/../../b',
      'the path function returned "a/../../b"; accepted is a path without ".." segments, which could leave the directory',
    ],
    ['a\0b', 'the path function returned "a\\u0000b"; accepted is a path without NUL characters'],
    ['', 'the path function returned ""; accepted is a non-empty string'],
    [undefined, 'the path function returned undefined; accepted is a non-empty string'],
    [Promise.resolve('a'), 'the path function returned an object; accepted is a non-empty string'],
  ])('%o from a path function is refused at the call', async (returned, message) => {
    const own = call({ path: () => returned }) as Cachetta // it makes one of options, also of these
    await expect(own(() => 1)()).rejects.toThrow(new InvalidPathError(message))
    expect(() => own.wrapSync(() => 1)()).toThrow(new InvalidPathError(message))
    expect(() => own.pathFor()).toThrow(new InvalidPathError(message))
  })

  it('has the error of the path function as its cause', async () => {
    const cause = new Error('no')
    const own = cache({
      path: () => {
        throw cause
      },
    })
    await expect(own.info()).rejects.toMatchObject({ name: 'InvalidPathError', code: 'INVALID_PATH', cause })
  })

  it.each<[under: readonly unknown[], message: string]>([
    [['..'], 'at(): ".." was given; accepted is a path without ".." segments, which could leave the directory'],
    [
      ['a/../..'],
      'at(): "a/../.." was given; accepted is a path without ".." segments, which could leave the directory',
    ],
    [['/etc'], 'at(): "/etc" was given; accepted is a path relative to the base'],
    [[''], 'at(): "" was given; accepted is a non-empty string'],
    [[5], 'at(): 5 was given; accepted is a non-empty string'],
    [[], 'at(): no name was given; accepted is at least one under the base'],
  ])('at(...%o) is refused', (under, message) => {
    expect(() => call['at']?.(...under)).toThrow(new InvalidPathError(message))
  })
})

describe('options that are not an object of options', () => {
  it.each<[shown: string, options: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['"./cache/a.json"', './cache/a.json'],
    ['5', 5],
    ['a list', []],
    ['an object', new Map()],
    ['function fetchUser', function fetchUser() {}],
  ])('%s', (shown, options) => {
    const message = `options: ${shown} was given; accepted is an object, for example { path: "./cache/users.json" }`
    expect(() => make(options)).toThrow(new InvalidOptionError(message))
  })

  it('after a function', () => {
    const message = 'options: "1h" was given; accepted is an object, for example { path: "./cache/users.json" }'
    expect(() => call(() => 1, '1h')).toThrow(new InvalidOptionError(message))
    expect(() => call['wrap']?.(() => 1, '1h')).toThrow(new InvalidOptionError(message))
  })
})

describe('a value that is not a function', () => {
  it.each<[shown: string, fn: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['"fetchUser"', 'fetchUser'],
    ['5', 5],
    ['a list', []],
    ['an object', Promise.resolve()],
  ])('%s is refused by cache(fn), cache.sync(fn), wrap and wrapSync', (shown, fn) => {
    const message = `fn: ${shown} was given; accepted is a function to wrap`
    expect(() => call(fn)).toThrow(new InvalidOptionError(`${message}, or an object of options`))
    expect(() => call['sync']?.(fn)).toThrow(new InvalidOptionError(`${message}, or an object of options`))
    expect(() => call['wrap']?.(fn)).toThrow(new InvalidOptionError(message))
    expect(() => call['wrapSync']?.(fn)).toThrow(new InvalidOptionError(message))
  })

  it('is refused by wrap even if it is an object of options, which cache(overrides) takes', () => {
    const message = 'fn: an object was given; accepted is a function to wrap'
    expect(() => call['wrap']?.({ duration: '1h' })).toThrow(new InvalidOptionError(message))
    expect(() => call['wrapSync']?.({ duration: '1h' })).toThrow(new InvalidOptionError(message))
  })
})

describe('a value that is not a cache', () => {
  const message = (shown: string) =>
    `cache: ${shown} was given; accepted is a Cachetta, with its methods called on it: cache.copy()`
  const primitives: readonly Unchecked[] = [readCache, lookup, writeCache] as unknown as Unchecked[] // as JavaScript calls them
  const syncPrimitives = [readCacheSync, lookupSync, writeCacheSync] as unknown as Unchecked[]

  it.each<[shown: string, value: unknown]>([
    ['undefined', undefined],
    ['an object', { path: './cache/a.json' }],
    ['"./cache/a.json"', './cache/a.json'],
    ['function fetchUser', function fetchUser() {}],
  ])('%s is refused by readCache, lookup and writeCache', async (shown, value) => {
    for (const primitive of primitives) {
      await expect(primitive(value, 1)).rejects.toThrow(new InvalidOptionError(message(shown)))
    }
    for (const primitive of syncPrimitives) {
      expect(() => primitive(value, 1)).toThrow(new InvalidOptionError(message(shown)))
    }
  })

  const verbs =
    'wrap wrapSync copy at pathFor invalidateSync clearSync invalidateAllSync existsSync ageSync infoSync entries'
  it.each(verbs.split(' '))('is refused as the receiver of %s', (verb) => {
    const method = call[verb] as Unchecked
    expect(method).toBeTypeOf('function')
    expect(() => method(() => 1)).toThrow(new InvalidOptionError(message('undefined')))
    expect(() => method.call({})).toThrow(new InvalidOptionError(message('an object')))
  })

  const awaited = 'invalidate clear invalidateAll invalidateTags exists age info prune'
  it.each(awaited.split(' '))('makes %s reject as its receiver', async (verb) => {
    const method = call[verb] as Unchecked
    await expect(method()).rejects.toThrow(new InvalidOptionError(message('undefined')))
    await expect(method.call(() => 1)).rejects.toThrow(new InvalidOptionError(message('function (anonymous)')))
  })
})

describe('a call that the store or the path does not allow', () => {
  const { sync: _none, ...awaited } = memoryStore()
  const asynchronous: Store = { ...awaited, name: 'remote' }

  it.each(['wrapSync', 'infoSync', 'invalidateSync', 'invalidateAllSync'] as const)(
    '%s without a synchronous store says so',
    (verb) => {
      const own = call({ store: asynchronous }) as unknown as Record<string, Unchecked>
      const message = `${verb}: the remote store cannot be used synchronously; use the asynchronous form`
      expect(() => own[verb]?.(() => 1)).toThrow(new InvalidOptionError(message))
    },
  )

  it('readCacheSync, lookupSync and writeCacheSync are refused, too', () => {
    const own = cache({ store: asynchronous })
    const message = (verb: string) =>
      `${verb}: the remote store cannot be used synchronously; use the asynchronous form`
    expect(() => lookupSync(own)).toThrow(new InvalidOptionError(message('lookupSync')))
    expect(() => writeCacheSync(own, 1)).toThrow(new InvalidOptionError(message('writeCacheSync')))
  })

  it.each<[verb: string, use: (own: Cachetta) => unknown]>([
    ['invalidateAll()', (own) => own.invalidateAll()],
    ['prune()', (own) => own.prune()],
    ['entries()', (own) => own.entries()[Symbol.asyncIterator]().next()],
    ['invalidateAllSync()', async (own) => own.invalidateAllSync()],
  ])('%s with a path function is refused, with the remedy', async (verb, use) => {
    const message = `${verb} needs a literal path, and this cache has a path function; use tags, or at() on a cache with a literal path`
    await expect(use(cache({ path: () => 'a' }))).rejects.toThrow(new InvalidOptionError(message))
  })

  it('a synchronous function refuses a condition that returns a promise', () => {
    const cached = cache.wrapSync(() => 1, { condition: async () => true })
    const message = 'condition: it returned a promise, and a synchronous function cannot wait for it; return a boolean'
    expect(cached).toThrow(new InvalidOptionError(message))
  })
})
