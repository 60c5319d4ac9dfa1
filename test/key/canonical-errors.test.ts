import { describe, expect, test } from 'vitest'
import { InvalidKeyError } from '../../src/errors.ts'
import { canonicalText } from '../../src/key/canonical.ts'

const errorFor = (...args: unknown[]): InvalidKeyError => {
  try {
    canonicalText(args)
  } catch (error) {
    if (error instanceof InvalidKeyError) return error
    throw error
  }
  throw new Error('no error was thrown')
}

const cause = new Error('boom')

class Query {
  sql = 'select 1'
  // biome-ignore lint/suspicious/noThenProperty: a query builder that runs when awaited
  then(): void {}
}

function nest(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { a: value }
  return value
}

describe('the error for a value without a stable identity', () => {
  test('names the argument, the place in it, and what to do', () => {
    expect(errorFor(1, { user: { onClick: () => 0 } }).message).toBe(
      'argument 2, at .user.onClick: a function has no stable identity; pass its id, or use the key option of the cache: key: (user) => user.id',
    )
    expect(errorFor(() => 0).message).toMatch(/^argument 1: a function/)
    expect(errorFor({ 'a-b': [0, new Map([['k', Symbol('s')]])] }).message).toMatch(
      /^argument 1, at \["a-b"\]\[1\]\.get\("k"\): a symbol/,
    )
  })

  test.each<[string, unknown, RegExp]>([
    ['a symbol', Symbol('s'), /a symbol has/],
    ['a symbol as a key', { [Symbol('s')]: 1 }, /its key Symbol\(s\) has/],
    ['a symbol as a key of an array', Object.assign([1], { [Symbol('s')]: 1 }), /its key Symbol\(s\) has/],
    ['a WeakMap', Object.assign(new WeakMap(), { a: 1 }), /a WeakMap has/],
    ['a WeakSet', new WeakSet(), /a WeakSet has/],
    ['a WeakRef', new WeakRef({}), /a WeakRef has/],
    ['a promise', Promise.resolve(1), /a promise has/],
    ['a thenable', new Query(), /a promise has/],
    ['a generator', (function* () {})(), /an iterator has/],
    ['an async generator', (async function* () {})(), /an iterator has/],
    ['an iterator', new Map().entries(), /an iterator has/],
    ['an Event, whose only property is the same for all', new Event('click'), /an Event has/],
    ['an instance without state', new (class Secret { #a = 1; has(): boolean { return this.#a === 1 } })(), /an instance of Secret with neither enumerable properties nor toJSON/],
    ['an instance of an anonymous class', new (class { a = 1 })(), /an unnamed class/],
    ['an object whose prototype is another object', Object.create({ a: 1 }), /an unnamed class/],
    ['a boxed symbol', Object(Symbol('s')), /an instance of Symbol/],
  ])('is thrown for %s', (_name, value, message) => {
    expect(errorFor(value).message).toMatch(message)
  }) // biome-ignore format: a table

  test.each<[string, unknown]>([
    ['a getter', { get a(): never { throw cause } }],
    ['a toJSON()', new (class Broken { toJSON(): never { throw cause } })()],
    ['a proxy', new Proxy({}, { ownKeys() { throw cause } })],
    ['a prototype trap', new Proxy({}, { getPrototypeOf() { throw cause } })],
  ])('for %s that throws has the cause', (_name, value) => {
    const error = errorFor([value])
    expect(error.cause).toBe(cause)
    expect(error.message).toMatch(/^argument 1, at \[0\]: it throws when it is read \(Error: boom\)/)
  }) // biome-ignore format: a table

  test('is thrown at level 257, not at level 256', () => {
    expect(canonicalText([nest(256)])).toContain('{"a":1}')
    expect(errorFor(nest(257)).message).toMatch(/^argument 1: it is nested deeper than 256 levels/)
    expect(errorFor(nest(100_000)).message).toMatch(/256 levels/)
  })

  test('is thrown soon if shared references make an exponential text', () => {
    let graph: unknown = ['leaf']
    for (let level = 0; level < 60; level++) graph = [graph, graph]
    expect(errorFor(graph).message).toMatch(/^argument 1: it has more than 5000000 members/)
  })

  test('is thrown soon if long texts are shared', () => {
    let graph: unknown = { bytes: new Uint8Array(100_000) }
    for (let level = 0; level < 40; level++)
      graph = new Map([
        ['a', graph],
        ['b', graph],
      ])
    expect(errorFor(graph).message).toMatch(/members|throws when it is read/)
  })

  test('is thrown soon for an array of four billion holes', () => {
    expect(errorFor(new Array(4_000_000_000)).message).toMatch(/members/)
  })

  test('is thrown for a toJSON() that always returns a new instance', () => {
    class Endless {
      toJSON(): unknown {
        return new Endless()
      }
    }
    expect(errorFor(new Endless()).message).toMatch(/256 levels/)
  })
})
