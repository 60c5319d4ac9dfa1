import { describe, expect, it } from 'vitest'
import { Cachetta, InvalidPathError, memoryStore } from '../../../src/index.ts'

const store = memoryStore()
const cache = new Cachetta({ path: './cache', store, duration: '1h', lruSize: 5 })

describe('copy', () => {
  it('inherits an undefined option, and returns a null option to its default', () => {
    const copy = cache.copy({ duration: undefined, lruSize: null, staleDuration: '30m' })
    expect(copy.duration).toBe(3_600_000)
    expect(copy.lruSize).toBe(undefined)
    expect(copy.staleDuration).toBe(1_800_000)
    expect(cache.copy({ duration: null }).duration).toBe(7 * 24 * 3_600_000)
  })

  it('changes neither the original nor its options', () => {
    const options = { path: './elsewhere', duration: '1m' as const, store }
    const own = new Cachetta(options)
    Object.assign(options, { duration: '9d' })
    expect(own.copy({ read: false }).duration).toBe(60_000)
    expect(own.read).toBe(true)
  })

  it('does the same as a call of the cache with overrides, or a function with overrides', () => {
    expect(cache({ duration: '2h' }).duration).toBe(7_200_000)
    expect(cache(() => 1, { duration: '3h' }).cache.duration).toBe(10_800_000)
  })
})

describe('a cache', () => {
  it('is created with and without new, is callable, frozen and an instance of Cachetta', () => {
    for (const each of [cache, Cachetta({ path: 'x', store })]) {
      expect(each).toBeInstanceOf(Cachetta)
      expect(typeof each).toBe('function')
      expect(Object.isFrozen(each)).toBe(true)
    }
    expect(() => Object.assign(cache, { duration: 5 })).toThrow(TypeError)
  })
})

describe('at', () => {
  it('creates a path under the base', () => {
    expect(cache.at('sub', 'path.json').path).toBe('./cache/sub/path.json')
    expect(cache.at('sub').at('deeper').path).toBe('./cache/sub/deeper')
    expect(cache.at('sub').duration).toBe(3_600_000)
  })

  it('creates a path function under the base, and under another path function', () => {
    expect(cache.at((kind: string, id: number) => `${kind}/${id}.json`).pathFor('user', 1)).toBe('./cache/user/1.json')
    const named = cache.copy({ path: (id: number) => `./named/${id}` })
    expect(named.at('part').pathFor(3)).toBe('./named/3/part')
  })

  it.each([['..'], ['../x'], ['a/../../x'], ['/etc/passwd'], ['C:\\x'], ['a\0b'], ['']])(
    'never leaves it: %j',
    (segment) => {
      expect(() => cache.at(segment)).toThrow(InvalidPathError)
      expect(() => cache.at(() => segment).pathFor()).toThrow(InvalidPathError)
    },
  )
})
