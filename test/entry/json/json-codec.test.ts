import { readFileSync } from 'node:fs'
import { SuperJSON } from 'superjson'
import { describe, expect, test } from 'vitest'
import { builtInTypes, createAllowedTypes } from '../../../src/entry/allowed-types.ts'
import type { EntryHeader } from '../../../src/entry/entry.ts'
import { decodeEntry, decodeEntryHeader, decodeHeader, encodeEntry } from '../../../src/entry/json/json-codec.ts'
import { StoreError, UnsafeTypeError } from '../../../src/errors.ts'
import { fc } from '../../support/property.ts'
import { expectSame } from '../expect-same.ts'
import {
  Admin,
  createEverything,
  decode,
  encode,
  HttpError,
  Money,
  roundTrip,
  storableValue,
  types,
  User,
} from '../samples.ts'
import { createText } from './create-text.ts'

/** What superjson keeps by itself: no object occurs twice, and no key is one that it refuses. */
const superJsonValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('record'), tie('map'), tie('set')),
  leaf: fc.oneof(
    fc.constantFrom(undefined, null, true, Number.NaN, -0, Number.NEGATIVE_INFINITY, 1.5, 'text'),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.webUrl().map((url) => new URL(url)),
    fc.constant('x').map((source) => new RegExp(source, 'gi')),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc
    .dictionary(fc.constantFrom('a', 'b.c', 'd\\e', '', '0', 'length'), tie('value'))
    .map((record) => ({ ...record })),
  map: fc.array(fc.tuple(fc.nat(), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
  set: fc.uniqueArray(fc.bigInt(), { maxLength: 3 }).map((parts) => new Set(parts)),
})).value

const runs = process.env['CACHETTA_LONG'] ? 200_000 : 1000

test('a value that can be stored comes back with the same shape', () => {
  fc.assert(
    fc.property(storableValue, (value) => expectSame(roundTrip(value), value)),
    { numRuns: runs },
  )
})

test('any value comes back with the same shape, or is refused when it is written', () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  })
  fc.assert(
    fc.property(anything, (value) => {
      const text = undefinedIfRefused(() => encode(value))
      if (text !== undefined) expectSame(decode(text), value)
    }),
    { numRuns: runs },
  )
})

test('a value with every type comes back with the same shape', () => {
  expectSame(roundTrip(createEverything()), createEverything())
})

test('serialize and deserialize keep private state', () => {
  const back = roundTrip({ money: new Money(5n) }) as { money: Money }
  expect(back.money).toBeInstanceOf(Money)
  expect(back.money.cents).toBe(5n)
})

test('errors come back as real errors, without their stack', () => {
  const error = new HttpError('gone')
  Object.defineProperty(error, 'stack', { enumerable: true })
  expect(encode(error)).not.toContain('stack')
  const back = roundTrip(error) as HttpError
  expect(back).toBeInstanceOf(HttpError)
  expect(Object.prototype.toString.call(back)).toBe('[object Error]')
  expect(back.stack).toBe('HttpError: gone')
})

test('shared objects and cycles keep their identity if the value is not plain JSON', () => {
  const shared = { since: new Date(0) }
  const back = roundTrip([shared, new Set([shared]), new User(shared)]) as [object, Set<object>, User]
  expect([...back[1]][0]).toBe(back[0])
  expect(back[2].name).toBe(back[0])
})

test('a few objects that are shared in very many places do not make a huge text', () => {
  let tower: unknown[] = []
  for (let level = 0; level < 60; level++) tower = [tower, tower]
  const text = encode(tower)
  expect(text.length).toBeLessThan(10_000)
  let back = decode(text) as unknown[]
  for (let level = 0; level < 60; level++) {
    expect(back[0]).toBe(back[1])
    back = back[0] as unknown[]
  }
})

describe('every key but __proto__ is data', () => {
  const keys = Reflect.ownKeys(Object.prototype).filter((key) => typeof key === 'string' && key !== '__proto__')
  const surroundings: [title: string, surround: (value: object) => unknown][] = [
    ['a plain value', (value) => ({ list: [value] })],
    ['a value with a Date', (value) => [new Date(0), value]],
    ['a value of a Map', (value) => new Map([[value, value]])],
    ['a Set', (value) => new Set([value])],
    ['an object without a prototype', (value) => Object.assign(Object.create(null), value)],
    ['an instance', (value) => Object.assign(new User(value), value)],
    ['the properties of an error', (value) => Object.assign(new HttpError('gone', { cause: value }), value)],
  ]
  test.each(surroundings)('in %s', (_title, surround) => {
    for (const key of [...keys, 'prototype']) {
      for (const content of [1, undefined, new Date(0), { constructor: { prototype: { [String(key)]: 1n } } }]) {
        const value = surround(Object.fromEntries([[key, content]]))
        expectSame(roundTrip(value), value)
      }
    }
  })
})

test('a text of an earlier version, in which superjson ordered the annotations, is read', () => {
  const superJson = new SuperJSON()
  fc.assert(
    fc.property(superJsonValue, (value) => {
      const { json, meta } = superJson.serialize(value)
      const text = createText(JSON.stringify(json), meta && JSON.stringify({ values: meta.values, v: meta.v }))
      expectSame(decode(text), value)
      expect(JSON.parse(encode(value)).meta?.values).toEqual(meta?.values)
    }),
    { numRuns: runs },
  )
})

test('a file of an earlier version is read, with types of every kind', () => {
  const text = readFileSync(new URL('earlier-entry.txt', import.meta.url), 'utf8')
  const { constructor: _, ...everything } = createEverything() as Record<string, unknown>
  const value = decode(text) as { money: Money }
  expect(value.money.cents).toBe(5n)
  expectSame(value, { ...everything, money: new Money(5n), expression: Object.assign(/x/y, { lastIndex: 1 }) })
})

test('a text can be read by superjson alone if it has no stand-ins', () => {
  fc.assert(
    fc.property(superJsonValue, (value) => {
      const { value: json, meta } = JSON.parse(encode(value))
      expectSame(SuperJSON.deserialize({ json, meta }), value)
    }),
    { numRuns: runs },
  )
})

test('plain parts stay as they are, wherever a value has other types', () => {
  const rows = Array.from({ length: 50 }, (_, id) => ({ id, tags: ['a'], at: id === 7 ? new Date(id) : null }))
  const value = { rows, map: new Map([['rows', rows.map((row) => ({ ...row }))]]) }
  const before = structuredClone(value)
  expectSame(roundTrip(value), before)
  expectSame(value, before)
})

describe('the text', () => {
  const entry = { key: '1', storedAt: 5, tags: ['user:1'], version: 2, value: [1, { a: 'x' }] }

  test('is JSON, header first, with the value at .value', () => {
    const text = encodeEntry(entry, builtInTypes)
    expect(text.replace(/"[0-9a-f]{8}"/, '"…"')).toBe(
      '{"cachetta":2,"key":"1","storedAt":5,"version":2,"tags":["user:1"],"checksum":"…",\n"value":[1,{"a":"x"}]}\n',
    )
    expect(JSON.parse(text).value).toEqual(entry.value)
  })

  test('has annotations of superjson if the value is not plain JSON', () => {
    const text = encodeEntry({ ...entry, value: { at: new Date(0), user: new User('Ada') } }, types)
    expect(JSON.parse(text)).toMatchObject({
      value: { at: '1970-01-01T00:00:00.000Z', user: { name: 'Ada' } },
      meta: { v: 1, values: { at: ['Date'], user: [['class', 'User'], { friend: ['undefined'] }] } },
    })
  })

  test('comes back with its whole header', () => {
    expect(decodeEntry(encodeEntry(entry, builtInTypes), builtInTypes)).toEqual(entry)
    const bare = { key: '', storedAt: 0.5, tags: [], value: null }
    expect(decodeEntry(encodeEntry(bare, builtInTypes), builtInTypes)).toStrictEqual(bare)
  })

  test('does not contain datedAt', () => {
    expect(encodeEntry({ ...entry, datedAt: 9 }, builtInTypes)).toBe(encodeEntry(entry, builtInTypes))
  })

  test('gives its header from the first line alone', () => {
    const text = encodeEntry({ ...entry, key: '"\n,"checksum":"' }, builtInTypes)
    const end = text.indexOf('\n') + 1
    const { value: _, ...header } = { ...entry, key: '"\n,"checksum":"' }
    expect(decodeHeader(text.slice(0, end))).toEqual(header)
    expect(decodeHeader(text)).toEqual(header)
    for (let length = 0; length < end; length++) expect(decodeHeader(text.slice(0, length))).toBe('incomplete')
  })

  test('gives its header without the type of its value, and no header if the first line is not whole', () => {
    const text = encodeEntry({ ...entry, value: new User('Ada') }, types)
    const { value: _, ...header } = entry
    expect(decodeEntryHeader(text)).toEqual(header)
    const cut = text.slice(0, text.indexOf('\n'))
    expect(() => decodeEntryHeader(cut)).toThrow(expect.objectContaining({ code: 'DAMAGED' }))
  })

  test.each<[field: keyof EntryHeader, value: unknown]>([
    ['storedAt', Number.POSITIVE_INFINITY],
    ['storedAt', Number.NaN],
    ['version', Number.NaN],
    ['duration', Number.NaN],
    ['staleDuration', -1],
    ['staleIfError', Number.NEGATIVE_INFINITY],
  ])('is refused if it could not be read again: its %s is %s', (field, value) => {
    const write = () => encodeEntry({ ...entry, [field]: value }, builtInTypes)
    expect(write).toThrow(UnsafeTypeError)
    expect(write).toThrow(`${field}: ${value} cannot be stored`)
  })

  test.each([
    '{"a":1}\n',
    '<html>\n',
    '\ufeff{"cachetta":1',
    '\0',
    '{"cachetta":2,"key":5,"storedAt":1,"checksum":"",\n',
  ])('that is not from Cachetta has no header: %j', (text) => {
    expect(() => decodeHeader(text)).toThrow(expect.objectContaining({ code: 'DAMAGED' }))
  })

  test('of a later format is damaged, and the error says so', () => {
    const text = '{"cachetta":3,"key":"","storedAt":1,"checksum":"",\n"value":1}\n'
    expect(() => decodeHeader(text)).toThrow(/format 3.*reads 1 and 2/)
    expect(() => decodeEntry(text, builtInTypes)).toThrow(/format 3.*reads 1 and 2/)
  })
})

describe('is refused when it is written, and the error names the place:', () => {
  const cases: [title: string, value: unknown, message: RegExp][] = [
    ['a function', { user: { onClick() {} } }, /^value\.user\.onClick: a function cannot be stored/],
    ['a symbol', [1, [Symbol('s')]], /^value\[1\]\[0\]: a symbol/],
    ['a promise', { later: Promise.resolve() }, /^value\.later: a promise cannot be stored; await it/],
    ['a weak collection', [new WeakMap()], /^value\[0\]: an instance of WeakMap cannot be stored; leave it out/],
    ['a class that is not allowed', { a: new (class Cat {})() }, /^value\.a: an instance of Cat .* allowedTypes/],
    ['a subclass of an allowed class', [new Admin('a')], /^value\[0\]: an instance of Admin/],
    ['a class inside a Map', new Map([['k', new Admin('a')]]), /^value\[0\]\.value: an instance of Admin/],
    ['a Map key', new Map([[() => 1, 1]]), /^value\[0\]\.key: a function/],
    ['a class inside a Set', new Set([new Admin('a')]), /^value\[0\]: an instance of Admin/],
    ['a class inside an error', new Error('e', { cause: new Admin('a') }), /^value\.cause: an instance of Admin/],
    ['a class inside an allowed class', new User(new Admin('a')), /^value\.name: an instance of Admin/],
    ['a subclass of Map', new (class Dictionary extends Map {})(), /^value: an instance of Dictionary/],
    ['a subclass of Array', new (class Stack extends Array {})(), /^value: an instance of Stack/],
    ['a subclass of Date', new (class Day extends Date {})(), /^value: an instance of Day/],
    ['a subclass of Error', new (class Oops extends Error {})(), /^value: an instance of Oops/],
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    ['a hole', [[1, , 2]], /^value\[0\]: an array with holes/],
    ['an array that is only holes', new Array(4_294_967_295), /^value: an array with holes/],
    [
      'a hole in a long array',
      { list: Object.assign(new Array(2000).fill(1), { length: 2001 }) },
      /^value\.list: an array with holes/,
    ],
    [
      'a hole beside a Date',
      [new Date(0), [1, ...new Array(2)].slice(0, 1).concat(new Array(1))],
      /^value\[1\]: an array with holes/,
    ],
    [
      'a long array with a property',
      Object.assign(new Array(2000).fill(1), { total: 1 }),
      /^value: its property total would be lost/,
    ],
    [
      'a long array with a hole and a property',
      [new Date(0), Object.assign(new Array(2000).fill(1), { length: 2001, total: 1 })],
      /^value\[1\]: (?:its property total would be lost|an array with holes)/,
    ],
    ['an array with a property', { found: 'abc'.match(/b/) }, /^value\.found: its property index would be lost/],
    ['a symbol as a key', { [Symbol('s')]: 1 }, /^value: the property Symbol\(s\) would be lost/],
    ['the key __proto__', JSON.parse('{"a":{"__proto__":1}}'), /^value\.a: the key __proto__/],
    ['the key __proto__ beside a Date', [new Date(0), JSON.parse('{"__proto__":1}')], /^value\[1\]: the key __proto__/],
    ['the key __proto__ in an instance', new User(JSON.parse('{"__proto__":1}')), /^value\.name: the key __proto__/],
    ['a Date with a property', Object.assign(new Date(0), { a: 1 }), /^value: its property a would be lost/],
    ['a Map with a property', Object.assign(new Map(), { a: 1 }), /^value: its property a would be lost/],
    ['bytes with a property', Object.assign(new Uint8Array(2), { a: 1 }), /^value: its property a would be lost/],
    ['shared memory', new Uint8Array(new SharedArrayBuffer(2)), /^value: shared memory/],
    ['a boxed number', [Object(1)], /^value\[0\]: an instance of Number/],
    ['a bigint of 100,001 digits', { n: 10n ** 100_000n }, /^value\.n: a bigint with more than 100000 digits/],
    ['a negative one', [-(10n ** 100_000n)], /^value\[0\]: a bigint with more than 100000 digits/],
    [
      'arguments',
      (function args() {
        // biome-ignore lint/complexity/noArguments: what is tested
        return arguments
      })(),
      /^value: it is not a plain object/,
    ],
    ['an object that only looks like a Map', Object.create(Map.prototype), /^value: /],
    ['an object that only looks like an array', Object.create(Array.prototype), /^value: it is not a real array/],
    ['an object that only looks like an error', Object.create(Error.prototype), /^value: it is not a real error/],
    [
      'a property that throws',
      {
        get a() {
          throw new Error('closed')
        },
      },
      /^value: closed/,
    ],
    ['a key that is not an identifier', { 'a b': { ['é']: () => 1 } }, /^value\["a b"\]\.é: a function/],
  ]
  test.each(cases)('%s', (_title, value, message) => {
    const error = getError(() => encode(value))
    expect(error).toBeInstanceOf(UnsafeTypeError)
    expect(String(error)).toMatch(new RegExp(message.source.replace('^', 'UnsafeTypeError: '), message.flags))
  })

  test('a value deeper than 500 levels, but not a value of 500 levels', () => {
    for (const wrap of [
      (value: unknown) => [value],
      (value: unknown) => new Map([[value, 1]]),
      (value: unknown) => new User(value),
    ]) {
      let value: unknown = 1n
      for (let level = 0; level < 500; level++) value = wrap(value)
      expectSame(roundTrip(value), value)
      expect(() => encode(wrap(value))).toThrow(/^value.*: the value is nested deeper than 500 levels/)
    }
  })

  test('a cycle through a value that deserialize creates', () => {
    class Node {
      next: unknown = this
    }
    const nodes = createAllowedTypes([
      { type: Node, name: 'Node', serialize: (node) => (node as Node).next, deserialize: () => new Node() },
    ])
    const entry = { key: '', storedAt: 1, tags: [], value: new Node() }
    expect(() => encodeEntry(entry, nodes)).toThrow(
      /^value\.stored: it refers back to an object that deserialize has yet to create/,
    )
  })

  test('a value for which serialize throws, with the message of its error', () => {
    const failing = {
      type: Admin,
      name: 'Admin',
      serialize: () => {
        throw new Error('no admins')
      },
      deserialize: () => new Admin(''),
    }
    const entry = { key: '', storedAt: 1, tags: [], value: { admin: new Admin('') } }
    expect(() => encodeEntry(entry, createAllowedTypes([failing]))).toThrow(/^value\.admin: no admins/)
  })
})

test('an entry with a type that is no longer allowed is unsafe', () => {
  const error = getError(() => decodeEntry(encode(new User('Ada')), builtInTypes))
  expect(error).toBeInstanceOf(UnsafeTypeError)
  expect(String(error)).toMatch(/\["class","User"\], which allowedTypes does not list/)
})

test('an entry for which deserialize throws is damaged', () => {
  const strict = {
    type: Money,
    name: 'Money',
    serialize: () => 1,
    deserialize: () => {
      throw new Error('old form')
    },
  }
  const error = getError(() => decodeEntry(encode([new Money(1n)]), createAllowedTypes([strict])))
  expect(error).toBeInstanceOf(StoreError)
  expect(error).toMatchObject({ code: 'DAMAGED', message: 'value[0]: old form' })
})

function getError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

function undefinedIfRefused<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    expect(error).toBeInstanceOf(UnsafeTypeError)
    return undefined
  }
}
