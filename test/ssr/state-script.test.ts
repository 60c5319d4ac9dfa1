import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { Cachetta as Caching, memoryStore, mutate, peek, prefetch, readCache } from '../../src/index.ts'
import { dehydrate, hydrate, stateScript } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { settled } from '../support/by-hand.ts'
import { logLines } from '../support/log-lines.ts'

const lines = logLines()

beforeEach(() => void Reflect.deleteProperty(globalThis, '__cachetta'))

async function scopeWith(values: Readonly<Record<string, unknown>>, options?: object): Promise<Cachetta> {
  const scope = createTestCache().cache.scope()
  for (const [key, value] of Object.entries(values)) await prefetch(scope, key, () => value, options)
  return scope
}

/** What a page does with its inline scripts: each runs, in an empty world but for the page's own. */
function parse(html: string): void {
  const document = { currentScript: { remove: vi.fn() } }
  for (const [, text = ''] of html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)) {
    runInNewContext(text, { self: globalThis, document })
    expect(document.currentScript.remove).toHaveBeenCalled()
  }
}

describe('the script of a page', () => {
  test('leaves the state where hydrate finds it, whatever is in it', async () => {
    const nasty = `</script><!--\u2028\u2029 \\u003c \\ ' " \` \${1} \n \r ]]> &lt;`
    const values = { nasty, [nasty]: 1, map: new Map([['a', 1n]]), date: new Date(0), cyclic: [undefined, Number.NaN] }
    const html = stateScript(await scopeWith(values))
    expect(html.match(/<\/?script/g)).toHaveLength(2)
    expect(html).not.toMatch(/<!--|[\u2028\u2029\n]/)
    parse(html)

    const { cache } = createTestCache()
    hydrate(cache)
    for (const [key, value] of Object.entries(values)) expect(peek(cache, key)).toEqual(value)
  })

  test('carries the nonce, and nothing that could end its attribute', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    expect(stateScript(scope, { nonce: 'R4nd0m+/=' })).toMatch(/^<script nonce="R4nd0m\+\/=">\(self/)
    expect(stateScript(scope, { nonce: '"><img onerror=x>' })).toMatch(
      /^<script nonce="&#34;&#62;&#60;img onerror=x&#62;">\(/,
    )
  })

  test('is no script where there is nothing to tell, and the same as often as it is asked for', async () => {
    expect(stateScript(await scopeWith({}))).toBe('')
    const scope = await scopeWith({ user: 'Ada' })
    expect(stateScript(scope, { filter: () => false })).toBe('')
    expect(stateScript(scope)).toBe(stateScript(scope))
  })

  test('is of a scope alone', () => {
    expect(() => stateScript(createTestCache().cache)).toThrow(/scope: .* accepted is what cache.scope\(\) returned/)
  })
})

describe('hydrate without a state', () => {
  test('takes what the page has left, and what it leaves while it still arrives', async () => {
    const { cache } = createTestCache()
    parse(stateScript(await scopeWith({ first: 1 })))
    hydrate(cache)
    expect(peek(cache, 'first')).toBe(1)
    expect(peek(cache, 'second')).toBeUndefined()
    parse(stateScript(await scopeWith({ second: 2 })))
    expect(peek(cache, 'second')).toBe(2)
  })

  test('waits for a page that has left nothing yet', async () => {
    const { cache } = createTestCache()
    hydrate(cache)
    parse(stateScript(await scopeWith({ user: 'Ada' })))
    expect(peek(cache, 'user')).toBe('Ada')
    expect(lines).toEqual([])
  })

  test('is one warning where something else has the name', () => {
    Reflect.set(globalThis, '__cachetta', { push: () => {} })
    const { cache } = createTestCache()
    hydrate(cache)
    expect(lines).toHaveLength(1)
  })
})

describe('what travels', () => {
  test('and must not be stored is kept in memory alone', async () => {
    const scope = await scopeWith({ user: 'Ada' }, { persist: false })
    const { cache, store } = createTestCache()
    hydrate(cache, dehydrate(scope))
    await settled()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(createTestCache({ store }).cache, 'user')).toBeNull()
    hydrate(cache, dehydrate(await scopeWith({ other: 'stored' })))
    await settled()
    expect(await readCache(createTestCache({ store }).cache, 'other')).toBe('stored')
  })

  test('is of any version that was asked for', async () => {
    const scope = await scopeWith({ user: 'Ada' }, { version: 2 })
    expect(dehydrate(scope)).toContain('"version":2')
  })

  test('is as fresh as the server says by a clock that is behind', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    const { cache, clock } = createTestCache({ duration: '1h' })
    clock.set(clock.now() - 600_000)
    hydrate(cache, dehydrate(scope))
    await settled()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(cache, 'user')).toBe('Ada')
  })

  test('is what was changed in the scope before it was shown', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    await mutate(scope, 'user', 'Grace')
    expect(dehydrate(scope)).toContain('Grace')
  })
})

describe('a state that somebody has tampered with', () => {
  const entry = (value: string, more = '') =>
    `{"address":{"key":"\\"${value}\\"","exact":false},"entry":{"cachetta":1,"key":"\\"${value}\\"","storedAt":1,"value":"${value}"${more}}}`
  const state = (...entries: string[]) => `{"cachetta":1,"entries":[${entries.join(',')}]}`
  const cacheOfToday = () => createTestCache({ duration: Number.POSITIVE_INFINITY }).cache

  test('costs the entries that are damaged, and one warning for all', () => {
    const cache = cacheOfToday()
    hydrate(
      cache,
      state(entry('good'), entry('evil', ',"meta":{"values":[["class","Evil"]],"v":1}'), '7', entry('last')),
    )
    hydrate(cache, '{')
    hydrate(cache, { cachetta: 99, entries: [] })
    expect([peek(cache, 'good'), peek(cache, 'evil'), peek(cache, 'last')]).toEqual(['good', undefined, 'last'])
    expect(lines).toEqual([expect.stringMatching(/^warn .*the state that came with the page cannot be used/)])
  })

  test.each([
    ['__proto__', '{"__proto__":{"polluted":1}}'],
    ['constructor', '{"constructor":{"prototype":{"polluted":1}}}'],
    ['a path to it', '{"a":{}}","meta":{"values":{"__proto__.polluted":["Date"]},"v":1},"x":"'],
    ['a function', '"alert(1)","meta":{"values":[["custom","Function"]],"v":1}'],
  ])('touches no prototype and revives nothing by %s', (_way, value) => {
    const cache = cacheOfToday()
    const crafted = `{"address":{"key":"1","exact":false},"entry":{"cachetta":1,"key":"1","storedAt":1,"value":${value}}}`
    hydrate(cache, `{"cachetta":1,"entries":[${crafted}]}`)
    hydrate(cache, {
      cachetta: 1,
      entries: [{ address: { key: '1', exact: false }, entry: Object.create({ value: 1 }) }],
    })
    expect({}).not.toHaveProperty('polluted')
    expect(peek(cache, 1)).toBeUndefined()
    expect(lines).toHaveLength(1)
  })

  test('of five megabytes is taken in', async () => {
    const rows = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'x'.repeat(100_000)]))
    const html = stateScript(await scopeWith(rows))
    expect(html.length).toBeGreaterThan(5_000_000)
    parse(html)
    const cache = new Caching({ path: 'large', store: memoryStore() })
    hydrate(cache)
    expect(peek(cache, 'key 49')).toHaveLength(100_000)
  })
})
