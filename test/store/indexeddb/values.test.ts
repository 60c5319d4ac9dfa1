import { describe, expect, test } from 'vitest'
import { allowedTypes } from '../../../src/entry/allowed-types.ts'
import { cloneTypes } from '../../../src/entry/clone-types.ts'
import { InvalidOptionError, indexedDbStore as indexedDbStoreInNode, UnsafeTypeError } from '../../../src/index.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import { at, kept, newName, newStore, put, valueAt } from './bench.ts'

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
  ['numbers that JSON does not know', [Number.NaN, -0, Number.POSITIVE_INFINITY]],
  ['a bigint', 2n ** 70n],
  ['a Date and a RegExp', [new Date(5), /a/g]],
  ['a Map in a Set in a Map', new Map([[{ key: 1 }, new Set([new Map([[1, 2]])])]])],
  ['bytes', [new Uint8Array([1, 2]), new Float32Array([1.5]), new ArrayBuffer(3), new DataView(new ArrayBuffer(2))]],
  ['an array with holes', Object.assign(Array(3), { 1: 'there' })],
  ['a key that could reach a prototype', JSON.parse('{"__proto__":{"a":1}}')],
  ['many bytes', new Uint8Array(100_000)],
]

describe('keeps, from one page to the next,', () => {
  test.each(stored)('%s', async (_title, value) => {
    const name = newName()
    await put(newStore(name), at('a'), value)
    await kept(name)
    expect(await valueAt(newStore(name), at('a'))).toStrictEqual(value)
  })

  test('what is shared and what leads back to itself', async () => {
    const name = newName()
    await put(newStore(name), at('a'), { cycle, one: shared, other: shared })
    await kept(name)
    const found = Object(await valueAt(newStore(name), at('a')))
    expect(found.cycle.self).toBe(found.cycle)
    expect(found.one).toBe(found.other)
  })
})

const refused: [title: string, value: unknown, place: RegExp][] = [
  ['a function', { list: [{ run: () => 1 }] }, /^value\.list\.0\.run: /],
  ['a symbol', [Symbol('s')], /^value\.0: /],
  ['a promise', { later: Promise.resolve() }, /^value\.later: /],
  ['an instance', { point: new Point(1) }, /^value\.point: Point would come back changed/],
  ['an instance of a class that extends a built-in one', new Own(), /^value: Own/],
  ['what is in a Map', new Map([['a', new Point(1)]]), /^value\.1: Point/],
  ['what is in a Set', new Set([new Point(1)]), /^value\.0: Point/],
  ['an object without a prototype', Object.create(null), /^value: /],
  ['a symbol as key', { [Symbol('s')]: 1 }, /^value: /],
  ['a property of a Map', Object.assign(new Map(), { a: 1 }), /^value: Map/],
  ['a property of an Error', Object.assign(new Error('no'), { status: 404 }), /^value: Error/],
  ['the cause of an Error', new Error('no', { cause: 'why' }), /^value: Error/],
  ['a WeakMap', new WeakMap(), /^value: /],
  ['an accessor that throws', Object.defineProperty({}, 'a', { enumerable: true, get: explode }), /^value.*: exploded/],
  ['what nests too deep', nested(100_000), /^value/],
]

describe('refuses before anything is changed, and names the place of,', () => {
  test.each(refused)('%s', async (_title, value, message) => {
    const store = newStore()
    await put(store, at('a'), 'before')
    const error = await put(store, at('a'), value).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnsafeTypeError)
    expect(Object(error).message).toMatch(message)
    expect(await valueAt(store, at('a'))).toBe('before')
  })
})

test('keeps instances, URLs and all of an Error where the types say how', async () => {
  const name = newName()
  const types = allowedTypes([Point])
  const error = Object.assign(new RangeError('no', { cause: new Point(3) }), { status: 404 })
  const value = { point: new Point(1, new Point(2)), url: new URL('https://example.org/a'), error, plain: { x: 1 } }
  await put(newStore(name), at('a'), value, { types })
  await kept(name)
  const found = Object((await newStore(name).get(at('a'), types))?.value)
  expect(found.point).toStrictEqual(value.point)
  expect(found.point.before).toBeInstanceOf(Point)
  expect(found.url.href).toBe(value.url.href)
  expect(found.error).toBeInstanceOf(RangeError)
  expect([found.error.status, found.error.cause]).toStrictEqual([404, new Point(3)])
  expect(found.plain).toStrictEqual({ x: 1 })
})

test('gives instances to those alone who allow them', async () => {
  const store = newStore()
  await put(store, at('a'), new Point(1), { types: allowedTypes([Point]) })
  for (const types of [cloneTypes, allowedTypes()]) {
    await expect(store.get(at('a'), types)).rejects.toThrow(UnsafeTypeError)
  }
  expect(await store.stat(at('a'))).toMatchObject({ key: '' })
})

test('tells about how many bytes an entry takes', async () => {
  const store = newStore()
  await put(store, at('a'), { text: 'x'.repeat(1_000), bytes: new Uint8Array(5_000) })
  const { size } = Object(await store.stat(at('a')))
  expect(size).toBeGreaterThan(6_000)
  expect(size).toBeLessThan(6_200)
})

describe('says what is wrong with', () => {
  const wrong: [options: object, message: RegExp][] = [
    [{ name: 1 }, /name: 1 was given/],
    [{ maxBytes: 0 }, /maxBytes: 0 was given/],
    [{ maxBytes: 'many' }, /maxBytes: "many" was given/],
    [{ size: 1 }, /size: 1 was given; accepted are name/],
  ]
  test.each(wrong)('%o', (options, message) => {
    expect(() => indexedDbStore(options)).toThrow(InvalidOptionError)
    expect(() => indexedDbStore(options)).toThrow(message)
  })

  test('a store for browsers in Node', () => {
    expect(() => indexedDbStoreInNode()).toThrow(/needs a browser; accepted here are fileStore/)
  })

  test('nothing, for options that are left out', () => {
    expect(() => indexedDbStore({ name: undefined, maxBytes: undefined } as object)).not.toThrow()
  })
})

function explode(): never {
  throw new Error('exploded')
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}
