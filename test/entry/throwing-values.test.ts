import { describe, expect, test } from 'vitest'
import { builtInTypes, createAllowedTypes } from '../../src/entry/allowed-types.ts'
import type { Entry } from '../../src/entry/entry.ts'
import { encodeEntry } from '../../src/entry/json/json-codec.ts'
import { copyValue } from '../../src/entry/plain-json.ts'
import { StoreError, UnsafeTypeError } from '../../src/errors.ts'
import { revokedProxy, throwing, thrownErrors } from '../support/throwing-code.ts'

const entryOf = (value: unknown): Entry => ({ key: '', storedAt: 1, tags: [], value })

const media: [name: string, keep: (value: unknown) => unknown][] = [
  ['a text', (value) => encodeEntry(entryOf(value), builtInTypes)],
  ['a copy', (value) => copyValue(value, builtInTypes)],
  ['a structured clone', (value) => builtInTypes.cloneCodec?.encode(entryOf(value))],
]

const errors: typeof thrownErrors = [
  ...thrownErrors,
  ['a Proxy that throws', new Proxy({}, { get: throwing(1), getPrototypeOf: throwing(1), has: throwing(1) })],
  ['an error with an accessor', Object.defineProperty({}, 'message', { get: throwing(undefined) })],
]

const values: [name: string, create: (error: unknown) => unknown][] = [
  ['an accessor', (error) => Object.defineProperty({}, 'a', { get: throwing(error), enumerable: true })],
  ['an accessor of an array', (error) => Object.defineProperty([1], 0, { get: throwing(error), enumerable: true })],
  ['an accessor named then', (error) => Object.defineProperty(new (class A {})(), 'then', { get: throwing(error) })],
  ['a Proxy with get', (error) => new Proxy({ a: 1 }, { get: throwing(error) })],
  ['a Proxy of an array with get', (error) => new Proxy([1], { get: throwing(error) })],
  ['a Proxy with getPrototypeOf', (error) => new Proxy({}, { getPrototypeOf: throwing(error) })],
  ['a Proxy with ownKeys', (error) => new Proxy({}, { ownKeys: throwing(error) })],
  [
    'a Proxy with getOwnPropertyDescriptor',
    (error) => new Proxy({ a: 1 }, { getOwnPropertyDescriptor: throwing(error) }),
  ],
  ['a Proxy of a Map', (error) => new Proxy(new Map(), { get: throwing(error) })],
  ['a Proxy of an Error', (error) => new Proxy(new Error('a'), { get: throwing(error), ownKeys: throwing(error) })],
  ['a Proxy of a Date', () => new Proxy(new Date(), {})],
  ['a revoked Proxy', () => revokedProxy()],
  ['a revoked Proxy of an array', () => revokedProxy([])],
  ['a revoked Proxy of a function', () => revokedProxy(() => 1)],
]

const places: [name: string, put: (value: unknown) => unknown][] = [
  ['itself', (value) => value],
  ['a property', (value) => ({ a: { b: value } })],
  ['an element', (value) => [[value]]],
  ['a key of a Map', (value) => new Map([[value, 1]])],
  ['a value of a Map', (value) => new Map([[1, value]])],
  ['a Set', (value) => new Set([value])],
  ['the cause of an error', (value) => new Error('a', { cause: value })],
  ['the errors of an AggregateError', (value) => new AggregateError([value])],
]

describe.each(media)('%s of a value that throws is refused', (_medium, keep) => {
  describe.each(values)('%s', (_title, create) => {
    test.each(places)('in %s', (_place, put) => {
      for (const [, error] of errors) {
        expect(() => keep(put(create(error)))).toThrow(UnsafeTypeError)
      }
    })
  })
})

test('the error names the place, and has what was thrown as its cause', () => {
  const cause = new StoreError('STORE', 'closed')
  const value = { rows: [new Map([['a', Object.defineProperty({}, 'b', { get: throwing(cause), enumerable: true })]])] }
  expect(() => copyValue(value, builtInTypes)).toThrow(
    expect.objectContaining({ code: 'UNSAFE_TYPE', message: 'value.rows[0][0].value: closed', cause }),
  )
})

test('a serialize that throws is refused in the same way', () => {
  class Money {}
  for (const [, error] of errors) {
    const types = createAllowedTypes([{ type: Money, name: 'Money', serialize: throwing(error), deserialize: Object }])
    expect(() => copyValue([new Money()], types)).toThrow(UnsafeTypeError)
    expect(() => encodeEntry(entryOf([new Money()]), types)).toThrow(UnsafeTypeError)
  }
})

test('a Proxy that passes everything through is stored like its target', () => {
  expect(copyValue([new Proxy({ a: new Proxy([1], {}) }, {})], builtInTypes)).toEqual([{ a: [1] }])
})

test('an accessor that throws only the second time is refused', () => {
  for (const [, error] of errors) {
    let reads = 0
    const get = (): unknown => (reads++ === 0 ? 1 : throwing(error)())
    const create = (): object => {
      reads = 0
      return Object.defineProperty({}, 'a', { get, enumerable: true })
    }
    expect(() => copyValue([create()], builtInTypes)).toThrow(UnsafeTypeError)
    expect(() => encodeEntry(entryOf([create()]), builtInTypes)).toThrow(UnsafeTypeError)
  }
})
