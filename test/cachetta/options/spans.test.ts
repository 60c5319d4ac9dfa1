import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { CachettaOptions, Store } from '../../../src/index.ts'
import { fileStore, lookup, mutate, readCache, writeCache } from '../../../src/index.ts'
import { storageStore } from '../../../src/storage.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

interface Token {
  readonly id: number
  readonly lives: number
}

const lines = recordLogLines()
const dir = mkdtempSync(join(tmpdir(), 'cachetta-spans-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** A store that keeps texts. Unlike a file, a text has no date of its own. */
function textStore(): Store {
  const items = new Map<string, string>()
  return storageStore({
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  })
}

const hour = 3_600_000
const lifeOf = (value: unknown) => (value as Token).lives // the tests store tokens

function createTokens(options: Partial<CachettaOptions> = {}) {
  const test = createTestCache({ duration: lifeOf, ...options })
  let computed = 0
  const getToken = test.cache(async (lives: number): Promise<Token> => ({ id: ++computed, lives }))
  return { ...test, getToken, countComputed: () => computed }
}

describe('a span that is a function', () => {
  it('is called once, when the value is stored, with the value and the arguments', async () => {
    const duration = vi.fn((token: Token, _lives: number) => token.lives)
    const { cache, clock } = createTestCache()
    const getToken = cache(async (lives: number): Promise<Token> => ({ id: 1, lives }), { duration })
    await getToken(hour)
    await getToken(hour)
    clock.advance('2h')
    expect(duration.mock.calls).toEqual([[{ id: 1, lives: hour }, hour]])
    await getToken(hour)
    expect(duration).toHaveBeenCalledTimes(2)
  })

  it('gives each entry a duration of its own', async () => {
    const { clock, countComputed, getToken } = createTokens()
    await getToken(hour)
    await getToken(3 * hour)
    clock.advance('2h')
    expect(await getToken(3 * hour)).toMatchObject({ id: 2 })
    expect(await getToken(hour)).toMatchObject({ id: 3 })
    expect(countComputed()).toBe(3)
  })

  it.each<[what: string, options: Partial<CachettaOptions>]>([
    ['in the store', {}],
    ['in memory', { lruSize: 10 }],
    ['as text', { store: textStore() }],
  ])('applies to every reader, also under another policy: %s', async (_what, options) => {
    const { cache, clock, getToken } = createTokens(options)
    await getToken(hour)
    const other = cache.copy({ duration: '30d', staleDuration: '1d' })
    expect(await readCache(other, hour)).toMatchObject({ lives: hour })
    expect(await other.info(hour)).toMatchObject({ expired: false, expiresIn: hour })
    clock.advance(hour)
    expect(await readCache(other, hour)).toBe(null)
    expect(await lookup(other, hour)).toMatchObject({ hit: true, stale: true })
    expect(await lookup(cache.copy({ duration: '30d' }), hour)).toEqual({ hit: false })
    expect(await other.info(hour)).toMatchObject({ stale: true, expiresIn: 0 })
  })

  it('may decide the span of stale answers, and of answers in place of an error', async () => {
    let isDown = false
    const { cache, clock } = createTestCache({
      duration: '1h',
      staleDuration: (value) => (value === 'short' ? 0 : '1h'),
      staleIfError: () => '3h',
    })
    const get = cache(async (value: string) => {
      if (isDown) throw new Error('down')
      return value
    })
    await get('short')
    await get('long')
    isDown = true
    clock.advance('90m')
    expect(await lookup(cache, 'short')).toEqual({ hit: false })
    expect(await lookup(cache, 'long')).toMatchObject({ stale: true })
    expect(await get('short')).toBe('short')
    clock.advance('3h')
    await expect(get('short')).rejects.toThrow('down')
  })

  it('in an entry lets a reader without staleIfError answer in place of an error', async () => {
    const { cache, clock } = createTestCache({ duration: '1h', staleIfError: () => '1h' })
    await cache(async () => 'old')()
    clock.advance('90m')
    const fail = cache(() => Promise.reject<string>(new Error('down')), { staleIfError: null })
    expect(await fail()).toBe('old')
  })

  it('decides for written values, too', async () => {
    const { cache, clock } = createTokens()
    await writeCache(cache, { id: 1, lives: hour }, 'written')
    await mutate(cache, 'mutated', { id: 1, lives: hour })
    clock.advance('59m')
    expect(await readCache(cache, 'written')).toEqual({ id: 1, lives: hour })
    expect(await readCache(cache, 'mutated')).toEqual({ id: 1, lives: hour })
    clock.advance('1m')
    expect(await readCache(cache, 'written')).toBe(null)
    expect(await readCache(cache, 'mutated')).toBe(null)
  })

  it('counts an entry that it has not judged as expired', async () => {
    const { cache } = createTokens()
    await writeCache(cache.copy({ duration: '30d' }), { id: 0, lives: hour }, hour)
    expect(await readCache(cache, hour)).toBe(null)
  })

  it('may return 0, a negative number, text and Infinity', async () => {
    const { cache, clock } = createTestCache({ store: textStore() })
    const get = cache((span: number | '1h') => span, { duration: (span) => span })
    for (const span of [0, -5, '1h', Number.POSITIVE_INFINITY] as const) await get(span)
    expect(await readCache(cache, 0)).toBe(null)
    expect(await readCache(cache, -5)).toBe(null)
    clock.advance('59m')
    expect(await readCache(cache, '1h')).toBe('1h')
    clock.advance('999d')
    expect(await readCache(cache, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each<[what: string, duration: (value: unknown) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('oops')
      },
    ],
    ['returns no span', () => 'soon'],
    ['returns NaN', () => Number.NaN],
    ['returns nothing', () => undefined],
    ['returns a promise', async () => '1h'],
    ['returns a promise that rejects', () => Promise.reject(new Error('oops'))],
    ['never answers', () => new Promise(() => {})],
  ])('that %s: the value is returned and not stored, which is logged', async (_what, duration) => {
    const { cache } = createTestCache({ duration: duration as () => number }) // as JavaScript gives it
    expect(await cache(async () => 'value')()).toBe('value')
    expect(cache.wrapSync(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines[0]).toMatch(/^warn cachetta: the duration of test .*; the value is not stored$/)
  })

  it('reads back as 0, and is printed as a function', () => {
    const { cache } = createTestCache({ staleDuration: () => 5 })
    expect([cache.duration, cache.staleDuration]).toEqual([604_800_000, 0])
    const describeCache: unknown = Reflect.get(cache, Symbol.for('nodejs.util.inspect.custom'))
    expect(Reflect.apply(describeCache as () => string, cache, [])).toContain('staleDuration: function staleDuration')
  })

  it('is inherited by copies, and can be unset', async () => {
    const { cache, clock, getToken } = createTokens()
    await cache.at('sub')(async () => ({ id: 1, lives: hour }))()
    await cache.copy({ duration: null })(async (_kind: string) => ({ id: 1, lives: hour }))('unset')
    await getToken(hour)
    clock.advance('2h')
    expect(await readCache(cache.at('sub'))).toBe(null)
    expect(await readCache(cache.copy({ duration: null }), 'unset')).toMatchObject({ id: 1 })
  })

  it('is kept in the header of the file, as JSON', async () => {
    const { cache } = createTestCache({
      store: fileStore(),
      path: join(dir, 'a.json'),
      duration: () => Infinity,
      staleIfError: () => '1h',
    })
    await cache(() => 1)()
    const [header = ''] = readFileSync(join(dir, 'a.json'), 'utf8').split('\n')
    expect(header).toContain('"duration":"Infinity","staleIfError":3600000')
  })

  it('in a damaged header makes the entry a miss', async () => {
    const path = join(dir, 'damaged.json')
    const { cache } = createTestCache({ store: fileStore(), path, duration: () => hour })
    await cache(() => 1)()
    writeFileSync(path, readFileSync(path, 'utf8').replace(`"duration":${hour}`, '"duration":"forever"'))
    expect(await cache.exists()).toBe(false)
    expect(await readCache(cache)).toBe(null)
  })
})
