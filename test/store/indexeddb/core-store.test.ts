import { describe, expect, test } from 'vitest'
import { createAllowedTypes } from '../../../src/entry/allowed-types.ts'
import { UnsafeTypeError } from '../../../src/index.ts'
import { cloneTypes } from './clone-types.ts'
import { addressAt, createName, createStore, getValue, setValue, waitForCommits } from './test-store.ts'

class Point {
  readonly x: number
  readonly before: Point | undefined
  constructor(x: number, before?: Point) {
    this.x = x
    this.before = before
  }
}
class Own extends Map {}

const shared = { a: 1 }
const cycle: Record<string, unknown> = { name: 'cycle' }
cycle['self'] = cycle

const stored: [title: string, value: unknown][] = [
  ['undefined in an object', { a: undefined }],
  ['numbers that JSON cannot represent', [Number.NaN, -0, Number.POSITIVE_INFINITY]],
  ['a bigint', 2n ** 70n],
  ['a Date and a RegExp', [new Date(5), /a/g]],
  ['a Map in a Set in a Map', new Map([[{ key: 1 }, new Set([new Map([[1, 2]])])]])],
  ['bytes', [new Uint8Array([1, 2]), new Float32Array([1.5]), new ArrayBuffer(3), new DataView(new ArrayBuffer(2))]],
  ['an array with holes', Object.assign(Array(3), { 1: 'there' })],
  ['a key that could reach a prototype', JSON.parse('{"__proto__":{"a":1}}')],
  ['many bytes', new Uint8Array(100_000)],
]

describe('keeps from one page to the next', () => {
  test.each(stored)('%s', async (_title, value) => {
    const name = createName()
    await setValue(createStore(name), addressAt('a'), value)
    await waitForCommits(name)
    expect(await getValue(createStore(name), addressAt('a'))).toStrictEqual(value)
  })

  test('shared objects and cycles', async () => {
    const name = createName()
    await setValue(createStore(name), addressAt('a'), { cycle, one: shared, other: shared })
    await waitForCommits(name)
    const found = Object(await getValue(createStore(name), addressAt('a')))
    expect(found.cycle.self).toBe(found.cycle)
    expect(found.one).toBe(found.other)
  })
})

const refused: [title: string, value: unknown, place: RegExp][] = [
  ['a function', { list: [{ run: () => 1 }] }, /^value\.list\.0\.run: /],
  ['a symbol', [Symbol('s')], /^value\.0: /],
  ['a promise', { later: Promise.resolve() }, /^value\.later: /],
  ['an instance', { point: new Point(1) }, /^value\.point: a structured clone changes Point/],
  ['an instance of a class that extends a built-in one', new Own(), /^value: a structured clone changes Own/],
  ['a part of a Map', new Map([['a', new Point(1)]]), /^value\.1: a structured clone changes Point/],
  ['a part of a Set', new Set([new Point(1)]), /^value\.0: a structured clone changes Point/],
  ['an object without a prototype', Object.create(null), /^value: /],
  ['a symbol as key', { [Symbol('s')]: 1 }, /^value: /],
  ['a property of a Map', Object.assign(new Map(), { a: 1 }), /^value: a structured clone changes Map/],
  [
    'a property of an Error',
    Object.assign(new Error('no'), { status: 404 }),
    /^value: a structured clone changes Error/,
  ],
  ['the cause of an Error', new Error('no', { cause: 'why' }), /^value: a structured clone changes Error/],
  ['a WeakMap', new WeakMap(), /^value: /],
  ['an accessor that throws', Object.defineProperty({}, 'a', { enumerable: true, get: explode }), /^value.*: exploded/],
  ['a value that nests too deep', nested(100_000), /^value/],
]

describe('refuses before any change, and names the path to', () => {
  test.each(refused)('%s', async (_title, value, message) => {
    const store = createStore()
    await setValue(store, addressAt('a'), 'before')
    const error = await setValue(store, addressAt('a'), value).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnsafeTypeError)
    expect(Object(error).message).toMatch(message)
    expect(await getValue(store, addressAt('a'))).toBe('before')
  })
})

test('keeps instances, URLs and all parts of an Error if the types allow them', async () => {
  const name = createName()
  const types = createAllowedTypes([Point])
  const error = Object.assign(new RangeError('no', { cause: new Point(3) }), { status: 404 })
  const value = { point: new Point(1, new Point(2)), url: new URL('https://example.org/a'), error, plain: { x: 1 } }
  await setValue(createStore(name), addressAt('a'), value, { types })
  await waitForCommits(name)
  const found = Object((await createStore(name).get(addressAt('a'), types))?.value)
  expect(found.point).toStrictEqual(value.point)
  expect(found.point.before).toBeInstanceOf(Point)
  expect(found.url.href).toBe(value.url.href)
  expect(found.error).toBeInstanceOf(RangeError)
  expect([found.error.status, found.error.cause]).toStrictEqual([404, new Point(3)])
  expect(found.plain).toStrictEqual({ x: 1 })
})

test('returns instances only to callers that allow them', async () => {
  const store = createStore()
  await setValue(store, addressAt('a'), new Point(1), { types: createAllowedTypes([Point]) })
  for (const types of [cloneTypes, createAllowedTypes()]) {
    await expect(store.get(addressAt('a'), types)).rejects.toThrow(UnsafeTypeError)
  }
  expect(await store.stat(addressAt('a'))).toMatchObject({ key: '' })
})

test('estimates the bytes of an entry', async () => {
  const store = createStore()
  await setValue(store, addressAt('a'), { text: 'x'.repeat(1_000), bytes: new Uint8Array(5_000) })
  const { size } = Object(await store.stat(addressAt('a')))
  expect(size).toBeGreaterThan(6_000)
  expect(size).toBeLessThan(6_200)
})

function explode(): never {
  throw new Error('exploded')
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}
