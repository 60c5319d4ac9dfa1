import { createContext, runInContext, runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isEqual } from '../../../src/react/config/config.ts'

const context = createContext({ URL })

test.each([
  '{ a: [1, { b: 2 }] }',
  '[]',
  'new Date(5)',
  '[new Date(NaN), Object.create(null)]',
  'new Map([["a", { b: [1] }], [{ c: 1 }, new Set([2])]])',
  'new Set([{ a: 1 }, NaN, 1n])',
  'new Uint8Array([1, 2])',
  'new Float64Array([NaN, -0])',
  'new BigInt64Array([1n])',
  'new Uint16Array([1, 2, 3]).subarray(1)',
  'new DataView(new ArrayBuffer(2))',
  'new Uint8Array([1, 2]).buffer',
  '/a/g',
  'new URL("https://example.org/a?b")',
  'new RangeError("no", { cause: { a: 1 } })',
  'Object.assign(new Error("no"), { status: 404 })',
  '[1n, NaN, undefined, null, -0]',
])('%s equals the same data, also of another realm', (code) => {
  const foreign: unknown = runInContext(`(${code})`, context)
  const own: unknown = runInThisContext(`(${code})`)
  expect(isEqual(foreign, own)).toBe(true)
  expect(isEqual({ a: foreign }, { a: runInContext(`(${code})`, context) })).toBe(true)
  expect(isEqual({ a: foreign }, { a: [own] })).toBe(false)
})

test.each([
  ['[]', '{}'],
  ['{ a: 1 }', 'new (class A { a = 1 })()'],
  ['new (class A { a = 1 })()', 'new (class A { a = 1 })()'],
  ['new Date(5)', 'new (class A { valueOf() { return 5 } get [Symbol.toStringTag]() { return "Date" } })()'],
  ['new Map()', 'new Set()'],
  ['new Map()', 'new (class Own extends Map {})()'],
  ['new Map([[1, 1]])', 'new Map([[1, 2]])'],
  ['new Map([[1, 1], [2, 2]])', 'new Map([[2, 2], [1, 1]])'],
  ['new Map([[1, 2]])', 'new Map([[1, 2], [3, 4]])'],
  ['new Set([1])', 'new Set(["1"])'],
  ['new Uint8Array([1])', 'new Int8Array([1])'],
  ['new Uint8Array([1])', 'new Uint8Array([2])'],
  ['new Uint8Array([1])', 'new Uint8Array([1, 1])'],
  ['new ArrayBuffer(1)', 'new ArrayBuffer(2)'],
  ['/a/g', '/a/i'],
  ['new URL("https://example.org/a")', 'new URL("https://example.org/b")'],
  ['new Error("a")', 'new Error("b")'],
  ['new Error("a")', 'new TypeError("a")'],
  ['Object.assign(new Error("no"), { status: 404 })', 'Object.assign(new Error("no"), { status: 500 })'],
  ['1n', '1'],
  ['new WeakMap()', 'new WeakMap()'],
  ['{ a: undefined }', '{ b: undefined }'],
])('%s does not equal %s', (one, other) => {
  expect(isEqual(runInThisContext(`(${one})`), runInContext(`(${other})`, createContext({ URL })))).toBe(false)
})

test('data with cycles, and data whose parts occur many times, are compared in a moment', () => {
  const create = (leaf: number) => {
    const cycle: Record<string, unknown> = { map: new Map() }
    Object.assign(cycle, { self: cycle, again: cycle, list: [cycle] })
    Object(cycle['map']).set('self', cycle)
    let shared: unknown = { leaf }
    for (let level = 0; level < 60; level++) shared = { one: shared, other: shared }
    return { cycle, shared }
  }
  expect(isEqual(create(1), create(1))).toBe(true)
  expect(isEqual(create(1), create(2))).toBe(false)
})

test('data that is nested too deep counts as different', () => {
  const nest = () => {
    let value: unknown = 1
    for (let level = 0; level < 10_000; level++) value = [value]
    return value
  }
  expect(isEqual(nest(), nest())).toBe(false)
})

test('two objects that differ are compared once, however many hooks show them', () => {
  const reads: PropertyKey[] = []
  const get = (target: object, key: PropertyKey): unknown => {
    reads.push(key)
    return Reflect.get(target, key)
  }
  const createRow = (name: string) => new Proxy({ name }, { get })
  const [one, other] = [createRow('one'), createRow('other')]
  expect(isEqual(one, other)).toBe(false)
  const count = reads.length
  expect(isEqual(one, other)).toBe(false)
  expect([count > 0, reads.length]).toEqual([true, count])
})

test('two objects that were equal are compared again, because either may have changed', () => {
  const [one, other] = [{ name: 'one' }, { name: 'one' }]
  expect(isEqual(one, other)).toBe(true)
  other.name = 'other'
  expect(isEqual(one, other)).toBe(false)
})
