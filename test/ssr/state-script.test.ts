import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { Cachetta as Caching, memoryStore, mutate, peek, prefetch, readCache } from '../../src/index.ts'
import { dehydrate, hydrate, stateScript } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { flushPromises } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'

const lines = recordLogLines()

beforeEach(() => void Reflect.deleteProperty(globalThis, '__cachetta'))

async function scopeWith(values: Readonly<Record<string, unknown>>, options?: object): Promise<Cachetta> {
  const scope = createTestCache().cache.scope()
  for (const [key, value] of Object.entries(values)) await prefetch(scope, key, () => value, options)
  return scope
}

/** Runs the inline scripts of a page, as a browser does, in a context with only `self` and `document`. */
function parse(html: string): void {
  const document = { currentScript: { remove: vi.fn() } }
  for (const [, text = ''] of html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)) {
    runInNewContext(text, { self: globalThis, document })
    expect(document.currentScript.remove).toHaveBeenCalled()
  }
}

describe('the script of a page', () => {
  test('leaves the state where `hydrate` finds it, whatever the state contains', async () => {
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

  test('has the nonce, escaped so that it cannot end its attribute', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    expect(stateScript(scope, { nonce: 'R4nd0m+/=' })).toMatch(/^<script nonce="R4nd0m\+\/=">\(self/)
    expect(stateScript(scope, { nonce: '"><img onerror=x>' })).toMatch(
      /^<script nonce="&#34;&#62;&#60;img onerror=x&#62;">\(/,
    )
  })

  test('is empty without entries, and the same for each call', async () => {
    expect(stateScript(await scopeWith({}))).toBe('')
    const scope = await scopeWith({ user: 'Ada' })
    expect(stateScript(scope, { filter: () => false })).toBe('')
    expect(stateScript(scope)).toBe(stateScript(scope))
  })

  test('comes only from a scope', () => {
    expect(() => stateScript(createTestCache().cache)).toThrow(/scope: .* accepted is the result of cache.scope\(\)/)
  })
})

describe('hydrate without a state', () => {
  test('takes the states that the page has left, and those that arrive later', async () => {
    const { cache } = createTestCache()
    parse(stateScript(await scopeWith({ first: 1 })))
    hydrate(cache)
    expect(peek(cache, 'first')).toBe(1)
    expect(peek(cache, 'second')).toBeUndefined()
    parse(stateScript(await scopeWith({ second: 2 })))
    expect(peek(cache, 'second')).toBe(2)
  })

  test('waits for the first state if the page has left none yet', async () => {
    const { cache } = createTestCache()
    hydrate(cache)
    parse(stateScript(await scopeWith({ user: 'Ada' })))
    expect(peek(cache, 'user')).toBe('Ada')
    expect(lines).toEqual([])
  })

  test('causes one warning if something else uses the global name', () => {
    Reflect.set(globalThis, '__cachetta', { push: () => {} })
    const { cache } = createTestCache()
    hydrate(cache)
    expect(lines).toHaveLength(1)
  })
})

describe('an entry in a state', () => {
  test('stays in memory only if it has `persist: false`', async () => {
    const scope = await scopeWith({ user: 'Ada' }, { persist: false })
    const { cache, store } = createTestCache()
    hydrate(cache, dehydrate(scope))
    await flushPromises()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(createTestCache({ store }).cache, 'user')).toBeNull()
    hydrate(cache, dehydrate(await scopeWith({ other: 'stored' })))
    await flushPromises()
    expect(await readCache(createTestCache({ store }).cache, 'other')).toBe('stored')
  })

  test('has the version of its prefetch', async () => {
    const scope = await scopeWith({ user: 'Ada' }, { version: 2 })
    expect(dehydrate(scope)).toContain('"version":2')
  })

  test('is fresh in a browser whose clock is behind that of the server', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    const { cache, clock } = createTestCache({ duration: '1h' })
    clock.set(clock.now() - 600_000)
    hydrate(cache, dehydrate(scope))
    await flushPromises()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(cache, 'user')).toBe('Ada')
  })

  test('has the value of a mutation in the scope', async () => {
    const scope = await scopeWith({ user: 'Ada' })
    await mutate(scope, 'user', 'Grace')
    expect(dehydrate(scope)).toContain('Grace')
  })
})

describe('a state that was tampered with', () => {
  const entry = (value: string, more = '') =>
    `{"address":{"key":"\\"${value}\\"","exact":false},"entry":{"cachetta":1,"key":"\\"${value}\\"","storedAt":1,"value":"${value}"${more}}}`
  const state = (...entries: string[]) => `{"cachetta":1,"entries":[${entries.join(',')}]}`
  const cacheOfToday = () => createTestCache({ duration: Number.POSITIVE_INFINITY }).cache

  test('loses only its damaged entries, and causes one warning', () => {
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
  ])('changes no prototype and creates no object with %s', (_way, value) => {
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

  test('works with five megabytes', async () => {
    const rows = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'x'.repeat(100_000)]))
    const html = stateScript(await scopeWith(rows))
    expect(html.length).toBeGreaterThan(5_000_000)
    parse(html)
    const cache = new Caching({ path: 'large', store: memoryStore() })
    hydrate(cache)
    expect(peek(cache, 'key 49')).toHaveLength(100_000)
  })
})
