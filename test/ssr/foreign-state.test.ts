import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Cachetta as Cache, CachettaOptions } from '../../src/index.ts'
import { Cachetta, fileStore, memoryStore, peek, readCache, writeCache } from '../../src/index.ts'
import { dehydrate, hydrate, prefetch } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { flushPromises } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { resetGlobalStates } from './support/server-state.ts'

const lines = recordLogLines()
resetGlobalStates()

const now = Date.UTC(2030, 0, 1)

/** Creates the text of a state that a stranger wrote. Each address gets an entry with the value `'foreign'`. */
function stateOf(...addresses: readonly object[]): string {
  const entries = addresses.map((address) => ({
    address: { key: '1', exact: false, ...address },
    entry: { cachetta: 1, key: '1', storedAt: now, value: 'foreign' },
  }))
  return JSON.stringify({ cachetta: 1, entries })
}

const createCache = (options: Partial<CachettaOptions> = {}) => createTestCache({ duration: '1d', ...options })

/** The paths of all entries in a store. */
async function listPaths(store: ReturnType<typeof memoryStore>): Promise<string[]> {
  const paths: string[] = []
  for await (const { address } of store.list('')) paths.push(address.path)
  return paths
}

describe('an entry of a state, for a cache with the path base/cache', () => {
  const outside = [
    'base/other',
    'base',
    'base/cachet',
    'base/cache2',
    'base/cache/../x',
    'base/cache/..',
    'base/cache/a/../../x',
    'base/cache/..\\x',
    'base/cache\\..\\x',
    'base/cache/.. /x',
    'base/cache/a\0b',
    '../base/cache/x',
    './base/cache/x',
    '/etc/passwd',
    'C:\\Windows\\x',
    'file:///etc/passwd',
    '',
  ]

  it.each(outside)('is refused outside of it: %j', async (path) => {
    const { cache, store } = createCache({ path: 'base/cache' })
    hydrate(cache, stateOf({ path }, { path, exact: true }, {}))
    await flushPromises()
    expect(await listPaths(store)).toEqual(['base/cache']) // the entry without a path
    expect(lines).toEqual([
      expect.stringMatching(/^warn cachetta: the state of the page cannot be used: .* has the path /),
    ])
  })

  it.each([
    'base/cache',
    'base/cache/x',
    'base/cache/a/b.json',
    'base/cache/%2e%2e/x',
    'base/cache/..x',
    'base/cache/x..',
  ])('is taken inside of it: %j', async (path) => {
    const { cache, store } = createCache({ path: 'base/cache' })
    hydrate(cache, stateOf({ path }))
    await flushPromises()
    expect(await listPaths(store)).toEqual([path])
    expect(lines).toEqual([])
  })

  it('is said once, and again after a state without fault', () => {
    const { cache } = createCache()
    for (let count = 0; count < 50; count += 1) hydrate(cache, stateOf({ path: '/etc/passwd' }, { path: '/etc/group' }))
    expect(lines).toHaveLength(1)
    hydrate(cache, stateOf({}))
    hydrate(cache, stateOf({ path: '/etc/passwd' }))
    expect(lines).toHaveLength(2)
  })

  it('is said although the state is damaged as well', () => {
    const { cache } = createCache()
    hydrate(cache, '{')
    hydrate(cache, stateOf({ path: '/etc/passwd' }))
    expect(lines).toHaveLength(2)
  })
})

describe('the base of a state', () => {
  const bases: readonly [title: string, base: string, inside: string, outside: string][] = [
    ['has a .. of the developer', '../cache', '../cache/x', '../cache/../x'],
    ['ends with a slash', './cache/', './cache/x', './cache2/x'],
    ['ends with a backslash', 'C:\\cache\\', 'C:\\cache\\x', 'C:\\cache\\..\\x'],
    ['is the current directory', '.', './x', './../x'],
    ['is absolute', '/var/cache', '/var/cache/x', '/var/x'],
  ]

  it.each(bases)('%s', async (_title, path, inside, outside) => {
    const { cache, store } = createCache({ path })
    hydrate(cache, stateOf({ path: inside }, { path: outside }))
    await flushPromises()
    expect(await listPaths(store)).toEqual([inside])
  })

  it.each<[title: string, make: (cache: Cache) => Cache]>([
    ['at()', (cache) => cache.at('users')],
    ['a copy of at()', (cache) => cache.at('users').copy({ duration: '1h' })],
    ['a scope of at()', (cache) => cache.at('users').scope()],
  ])('is that of the cache made by %s', async (_title, make) => {
    const { cache, store } = createCache({ path: 'base' })
    hydrate(make(cache), stateOf({ path: 'base/users/x' }, { path: 'base/others/x' }))
    await flushPromises()
    expect(await listPaths(store)).toEqual(['base/users/x'])
  })

  it('is the literal one below a path function of at()', async () => {
    const { cache, store } = createCache({ path: 'base' })
    const user = cache.at((id: number) => `users/${id}.json`)
    hydrate(user, stateOf({ path: 'base/users/1.json', exact: true }, { path: 'other/1.json', exact: true }))
    await flushPromises()
    expect(await listPaths(store)).toEqual(['base/users/1.json'])
    expect(await readCache(user, 1)).toBe('foreign')
  })
})

describe('a cache with a path function of its own has no base', () => {
  const path = (id: number) => `users/${id}.json`

  it('and takes what a path function could have named, into memory only', async () => {
    const { cache, store } = createCache({ path })
    hydrate(
      cache,
      stateOf({ path: 'users/1.json', exact: true }, { path: 'users/2.json' }, { path: '../x', exact: true }, {}),
    )
    await flushPromises()
    expect(peek(cache, 1)).toBe('foreign')
    expect(await listPaths(store)).toEqual([])
    expect(lines).toHaveLength(1)
  })
})

describe('a state of a stranger, over files', () => {
  it('changes no file outside the base', async () => {
    const directory = temporaryDirectory()
    const victim = join(directory, 'victim.json')
    writeFileSync(victim, 'mine')
    mkdirSync(join(directory, 'cache'))
    const base = join(directory, 'cache')
    const cache = new Cachetta({ path: base, store: fileStore(), duration: '1d' })
    const paths = [victim, `${base}/../victim.json`, `${base}/x/../../victim.json`]
    hydrate(cache, stateOf(...paths.flatMap((path) => [{ path }, { path, exact: true }]), { path: `${base}/mine` }))
    await vi.waitFor(() => expect(readdirSync(base)).toHaveLength(1)) // the only entry that is stored, and the last one
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(readdirSync(directory)).toEqual(['cache', 'victim.json'])
  })

  it('replaces no entry of another cache over the same store', async () => {
    const store = memoryStore()
    const other = new Cachetta({ path: 'other', store })
    await writeCache(other, 'mine', 1)
    const cache = new Cachetta({ path: 'cache', store })
    hydrate(cache, stateOf({ path: 'other' }))
    expect(peek(other, 1)).not.toBe('foreign')
    expect(await readCache(other, 1)).toBe('mine')
  })
})

describe('a state that is too large', () => {
  const listOf = (count: number, item: string) => `{"cachetta":1,"entries":[${Array(count).fill(item).join(',')}]}`

  it.each([
    ['too many items', listOf(10_001, '7'), /has more than 10000 entries/],
    ['too many items, with strings that look like the end', listOf(10_001, '"],\\"]"'), /has more than 10000 entries/],
    ['too many characters', listOf(1, `"${'x'.repeat(10_000_000)}"`), /is longer than 10000000 characters/],
    ['too many brackets', '['.repeat(5_000_000), /is nested deeper than 1000 levels/],
    ['too many braces', '{"a":'.repeat(1_000_000), /is nested deeper than 1000 levels/],
  ])('is not parsed: %s', (_title, state, reason) => {
    hydrate(createCache().cache, state)
    expect(lines).toEqual([expect.stringMatching(reason)])
  })

  it('as an object is not read either', () => {
    hydrate(createCache().cache, { cachetta: 1, entries: Array(10_001).fill(7) })
    expect(lines).toEqual([expect.stringContaining('has more than 10000 entries')])
  })

  it('in its faults is read up to the hundredth', () => {
    const { cache } = createCache()
    const good = stateOf({}).slice('{"cachetta":1,"entries":['.length, -2)
    hydrate(cache, `{"cachetta":1,"entries":[${`${'7,'.repeat(99)}${good}`}]}`)
    expect(peek(cache, 1)).toBe('foreign')
    const second = createCache().cache
    hydrate(second, `{"cachetta":1,"entries":[${`${'7,'.repeat(100)}${good}`}]}`)
    expect(peek(second, 1)).toBeUndefined()
    expect(lines).toHaveLength(2)
  })

  it.each([
    ['an unfinished string', '{"cachetta":1,"entries":["'],
    ['an unfinished escape', '{"cachetta":1,"entries":["\\'],
  ])('is told from one with %s', (_title, state) => {
    hydrate(createCache().cache, state)
    expect(lines).toEqual([expect.stringContaining('cannot be used')])
  })

  it('is told from one with values that contain brackets, commas and quotes', async () => {
    const scope = createCache({ path: 'p' }).cache.scope()
    const value = { text: '[{"\\",],}'.repeat(10_000), list: Array(20_000).fill([1, 2]) }
    await prefetch(scope, 'odd', () => value)
    const { cache } = createCache()
    hydrate(cache, dehydrate(scope))
    expect(peek(cache, 'odd')).toEqual(value)
    expect(lines).toEqual([])
  })
})
