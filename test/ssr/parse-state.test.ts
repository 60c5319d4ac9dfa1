import { describe, expect, test } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { peek } from '../../src/index.ts'
import { dehydrate, hydrate } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { expectSame } from '../entry/expect-same.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { createScopeWith } from './support/server-state.ts'

const lines = recordLogLines()

describe('a state that was tampered with', () => {
  const entry = (value: string, more = '') =>
    `{"address":{"key":"\\"${value}\\"","exact":false},"entry":{"cachetta":1,"key":"\\"${value}\\"","storedAt":1,"value":"${value}"${more}}}`
  const state = (...entries: string[]) => `{"cachetta":1,"entries":[${entries.join(',')}]}`
  const createCache = (): Cachetta => createTestCache({ duration: Number.POSITIVE_INFINITY }).cache

  test('loses only its damaged entries, and causes one warning', () => {
    const cache = createCache()
    hydrate(
      cache,
      state(entry('good'), entry('evil', ',"meta":{"values":[["class","Evil"]],"v":1}'), '7', entry('last')),
    )
    hydrate(cache, '{')
    hydrate(cache, { cachetta: 99, entries: [] })
    expect([peek(cache, 'good'), peek(cache, 'evil'), peek(cache, 'last')]).toEqual(['good', undefined, 'last'])
    expect(lines).toEqual([expect.stringMatching(/^warn .*the state of the page cannot be used/)])
  })

  test.each([
    ['__proto__', '{"__proto__":{"polluted":1}}'],
    [
      '__proto__ beside a Date',
      '[{"__proto__":{"polluted":1}},"1970-01-01T00:00:00.000Z"],"meta":{"values":{"1":["Date"]},"v":1}',
    ],
    ['a path through __proto__ of a Date', '"1970-01-01T00:00:00.000Z","meta":{"values":{"__proto__":["Date"]},"v":1}'],
    ['a path to it', '{"a":{}}","meta":{"values":{"__proto__.polluted":["Date"]},"v":1},"x":"'],
    ['a function', '"alert(1)","meta":{"values":[["custom","Function"]],"v":1}'],
  ])('changes no prototype and creates no object with %s', (_way, value) => {
    const cache = createCache()
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

  test('is a miss if it holds what no state can hold', () => {
    const cache = createCache()
    const deep = `${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}`
    for (const crafted of [
      state(entry('a', ',"value":1')),
      state(entry('a', `,"x":${deep}`)),
      state(entry('a', ',"x":1e999')),
      state(entry('a', ',"x":-0')),
      `${state(entry('a')).slice(0, -1)},"cachetta":1}`,
    ]) {
      hydrate(cache, crafted)
    }
    expect(peek(cache, 'a')).toBeUndefined()
    expect(lines).toHaveLength(1)
  })
})

describe('a state that dehydrate wrote', () => {
  const value = { constructor: { prototype: new Date(0) }, toString: [1], nested: new Map([['hasOwnProperty', 1n]]) }
  const createState = async (): Promise<string> => dehydrate(await createScopeWith({ 'odd keys': value }))

  test('brings every key but __proto__', async () => {
    const { cache } = createTestCache({ duration: Number.POSITIVE_INFINITY })
    hydrate(cache, await createState())
    expectSame(peek(cache, 'odd keys'), value)
    expect(lines).toEqual([])
  })

  test('can be used by two caches after one JSON.parse', async () => {
    const parsed: unknown = JSON.parse(await createState())
    for (const { cache } of [createTestCache(), createTestCache()]) {
      hydrate(cache, parsed)
      expectSame(peek(cache, 'odd keys'), value)
    }
    expect(lines).toEqual([])
  })
})
