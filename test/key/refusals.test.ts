import { describe, expect, test } from 'vitest'
import { InvalidKeyError } from '../../src/errors.ts'
import { canonicalText } from '../../src/key/canonical.ts'

const refusalOf = (...args: unknown[]): InvalidKeyError => {
  try {
    canonicalText(args)
  } catch (error) {
    if (error instanceof InvalidKeyError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const boom = new Error('boom')

class Query {
  sql = 'select 1'
  // biome-ignore lint/suspicious/noThenProperty: a query builder that runs when awaited
  then(): void {}
}

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { a: value }
  return value
}

describe('a refusal', () => {
  test('names the argument, the place in it, and the way out', () => {
    expect(refusalOf(1, { user: { onClick: () => 0 } }).message).toBe(
      'argument 2, at .user.onClick: a function has no stable identity; pass what identifies it, for example an id, or use the key option of the cache: key: (user) => user.id',
    )
    expect(refusalOf(() => 0).message).toMatch(/^argument 1: a function/)
    expect(refusalOf({ 'a-b': [0, new Map([['k', Symbol('s')]])] }).message).toMatch(
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
    ['an instance without state', new (class Secret { #a = 1; has(): boolean { return this.#a === 1 } })(), /an instance of Secret without own enumerable properties and without toJSON/],
    ['an instance of an anonymous class', new (class { a = 1 })(), /a class without a name/],
    ['an object whose prototype is another object', Object.create({ a: 1 }), /a class without a name/],
    ['a boxed symbol', Object(Symbol('s')), /an instance of Symbol/],
  ])('%s', (_name, value, message) => {
    expect(refusalOf(value).message).toMatch(message)
  }) // biome-ignore format: a table

  test.each<[string, unknown]>([
    ['a getter', { get a(): never { throw boom } }],
    ['a toJSON()', new (class Broken { toJSON(): never { throw boom } })()],
    ['a proxy', new Proxy({}, { ownKeys() { throw boom } })],
    ['a prototype trap', new Proxy({}, { getPrototypeOf() { throw boom } })],
  ])('of %s that throws keeps the cause', (_name, value) => {
    const refusal = refusalOf([value])
    expect(refusal.cause).toBe(boom)
    expect(refusal.message).toMatch(/^argument 1, at \[0\]: it throws when it is read \(Error: boom\)/)
  }) // biome-ignore format: a table

  test('comes at the 257th level, not at the 256th', () => {
    expect(canonicalText([nested(256)])).toContain('{"a":1}')
    expect(refusalOf(nested(257)).message).toMatch(/^argument 1: it is nested deeper than 256 levels/)
    expect(refusalOf(nested(100_000)).message).toMatch(/256 levels/)
  })

  test('comes soon where shared references make an exponential text', () => {
    let graph: unknown = ['leaf']
    for (let level = 0; level < 60; level++) graph = [graph, graph]
    expect(refusalOf(graph).message).toMatch(
      /^argument 1: it has more than 5000000 members, shared ones counted each time/,
    )
  })

  test('comes soon where long texts are shared', () => {
    let graph: unknown = { bytes: new Uint8Array(100_000) }
    for (let level = 0; level < 40; level++)
      graph = new Map([
        ['a', graph],
        ['b', graph],
      ])
    expect(refusalOf(graph).message).toMatch(/members|throws when it is read/)
  })

  test('comes soon for an array of four billion holes', () => {
    expect(refusalOf(new Array(4_000_000_000)).message).toMatch(/members/)
  })

  test('comes for a toJSON() that always gives a new instance', () => {
    class Endless {
      toJSON(): unknown {
        return new Endless()
      }
    }
    expect(refusalOf(new Endless()).message).toMatch(/256 levels/)
  })
})
