import { describe, expect, test } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { peek } from '../../src/index.ts'
import { hydrate } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { recordLogLines } from '../support/log-lines.ts'

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
    ['constructor', '{"constructor":{"prototype":{"polluted":1}}}'],
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
})
