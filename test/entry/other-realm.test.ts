import { createContext, runInContext, runInThisContext } from 'node:vm'
import { JSDOM } from 'jsdom'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { builtInTypes, createAllowedTypes } from '../../src/entry/allowed-types.ts'
import type { Entry } from '../../src/entry/entry.ts'
import { decodeEntry, encodeEntry } from '../../src/entry/json/json-codec.ts'
import { copyValue, isPlainJson } from '../../src/entry/plain-json.ts'
import { InvalidOptionError, UnsafeTypeError } from '../../src/errors.ts'
import { expectSame } from './expect-same.ts'

const context = createContext({})
const evaluate = (code: string): unknown => runInContext(`(${code})`, context)

const entryOf = (value: unknown): Entry => ({ key: '', storedAt: 1, tags: [], value })
const asText = (value: unknown): unknown => decodeEntry(encodeEntry(entryOf(value), builtInTypes), builtInTypes).value
const asCopy = (value: unknown): unknown => copyValue(value, builtInTypes)
const asClone = (value: unknown): unknown => {
  const { cloneCodec } = builtInTypes
  return cloneCodec?.decode(structuredClone(cloneCodec.encode(entryOf(value)))).value
}
const media: [name: string, keep: (value: unknown) => unknown][] = [
  ['a text', asText],
  ['a copy', asCopy],
  ['a structured clone', asClone],
]

describe.each(media)('%s keeps values of another realm as values of this one', (_medium, keep) => {
  test.each([
    '{ a: [1, { b: "c" }], constructor1: null }',
    '[]',
    'new Date(5)',
    'new Date(NaN)',
    '/a/g',
    'new Map([[{ a: 1 }, new Set([[1], new Date(0)])]])',
    'new Uint8Array([1, 2])',
    'new Float64Array([NaN, -0])',
    'new BigInt64Array([1n])',
    'new DataView(new ArrayBuffer(3))',
    'new Uint16Array([1, 2, 3]).buffer',
    'new Error("no", { cause: new RangeError("far") })',
    'new AggregateError([new TypeError("one")], "many")',
    '[undefined, NaN, -0, 1n, Infinity]',
    'Object.create(null)',
  ])('%s', (code) => {
    const own: unknown = runInThisContext(`(${code})`)
    expectSame(keep(evaluate(code)), own)
    expectSame(keep({ in: [evaluate(code), own] }), { in: [own, own] })
  })

  test('an object that occurs twice, and a cycle', () => {
    const kept = keep(evaluate('(() => { const a = { at: new Date(0) }; a.self = [a]; return a })()'))
    const expected: { at: Date; self?: unknown } = { at: new Date(0) }
    expected.self = [expected]
    expectSame(kept, expected)
  })

  test('a URL of jsdom', () => {
    const { URL: ForeignUrl } = new JSDOM('').window
    expectSame(keep([new ForeignUrl('http://a.example/?b=c')]), [new URL('http://a.example/?b=c')])
  })
})

describe.each(media)('%s refuses instances of classes', (_medium, keep) => {
  test.each([
    ['of another realm', 'new (class Point { x = 1 })()', /an instance of Point/],
    ['that extend a built-in class', 'new (class Registry extends Map {})()', /an instance of Registry/],
    ['with the name of a built-in class', 'new (class Map { size = 0 })()', /an instance of Map/],
    ['with a tag that lies', 'new (class Fake { get [Symbol.toStringTag]() { return "Date" } })()', /instance of Fake/],
    [
      'with the tag and the name of a URL',
      'new (class URL { href = "a:b"; get [Symbol.toStringTag]() { return "URL" } })()',
      /URL/,
    ],
    ['of a bound class', 'new (Object.assign((class Map { a = 1 }).bind(), {}))()', /an instance of Map/],
    [
      'with a prototype that only claims to be built in',
      '(() => { const p = { constructor: Map }; return Object.create(p) })()',
      /without a name/,
    ],
    ['without a slot', 'Object.create(Date.prototype)', /^value: /],
    [
      'without a slot, an error',
      'Object.create(Error.prototype, { [Symbol.toStringTag]: { value: "Error" } })',
      /not a real error/,
    ],
    ['that box a primitive', 'Object(1)', /Number/],
    ['of a promise', 'Promise.resolve()', /a promise/],
    ['of WeakMap', 'new WeakMap()', /WeakMap/],
    ['of SharedArrayBuffer', 'new SharedArrayBuffer(1)', /^value: /],
    ['with a symbol that lies', '({ [Symbol.toStringTag]: "Date" })', /^value: /],
  ])('%s', (_title, code, message) => {
    for (const value of [evaluate(code), runInThisContext(`(${code})`)]) {
      expect(() => keep(value)).toThrow(UnsafeTypeError)
      expect(() => keep(value)).toThrow(message)
    }
  })
})

test('plain data of another realm is plain JSON', () => {
  expect(isPlainJson(evaluate('{ a: [1, { b: "c" }] }'))).toBe(true)
  expect(isPlainJson(evaluate('[Object.create({})]'))).toBe(false)
})

describe('allowedTypes', () => {
  test('refuses the built-in classes of another realm, and what extends them', () => {
    for (const code of ['Map', 'class Registry extends Map {}', 'Promise', 'class Text extends String {}', 'WeakRef']) {
      expect(() => createAllowedTypes([evaluate(code) as typeof Map])).toThrow(InvalidOptionError)
    }
  })

  test('keeps the message and the cause of an error whose class extends the Error of another realm', () => {
    const HttpError = evaluate('class HttpError extends Error { status = 404 }') as typeof Error
    const types = createAllowedTypes([HttpError])
    const text = encodeEntry(entryOf(new HttpError('gone', { cause: 1 })), types)
    const back = decodeEntry(text, types).value as Error
    expect(back).toBeInstanceOf(HttpError)
    expect(back).toMatchObject({ message: 'gone', cause: 1, status: 404 })
  })
})

describe.each([
  ['fake timers', () => vi.useFakeTimers()],
  ['a set system time', () => vi.setSystemTime(1)],
])('under %s', (_title, mockClock) => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each(media)('%s keeps dates', (_medium, keep) => {
    const before = new Date(3)
    mockClock()
    const kept = keep([before, new Date(4)]) as Date[]
    expect(kept.map((date) => date.getTime())).toEqual([3, 4])
    expect(kept.every((date) => date instanceof Date)).toBe(true)
  })
})
