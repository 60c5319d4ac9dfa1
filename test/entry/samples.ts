import type { AllowedTypes, CustomType } from '../../src/entry/allowed-types.ts'
import { createAllowedTypes } from '../../src/entry/allowed-types.ts'
import { decodeEntry, encodeEntry } from '../../src/entry/json/json-codec.ts'
import { fc } from '../support/property.ts'

export class User {
  name: unknown
  friend: unknown

  constructor(name: unknown, friend?: unknown) {
    this.name = name
    this.friend = friend
  }
}

/** Not an allowed type, although it extends one. */
export class Admin extends User {}

export class HttpError extends Error {
  override readonly name = 'HttpError'
  status = 404
}

export class Money {
  readonly #cents: bigint

  constructor(cents: bigint) {
    this.#cents = cents
  }

  get cents(): bigint {
    return this.#cents
  }
}

export const types: AllowedTypes = createAllowedTypes([
  User,
  HttpError,
  {
    type: Money,
    name: 'Money',
    serialize: (money: Money) => ({ cents: money.cents }),
    deserialize: ({ cents }: { cents: bigint }) => new Money(cents),
  } satisfies CustomType<Money, { cents: bigint }>,
])

export function encode(value: unknown): string {
  return encodeEntry({ key: '1,"a"', storedAt: 1_700_000_000_000, tags: [], value }, types)
}

export function decode(text: string): unknown {
  return decodeEntry(text, types).value
}

export function roundTrip(value: unknown): unknown {
  return decode(encode(value))
}

const bytes = fc.uint8Array({ maxLength: 24 })
const float = fc.constantFrom(
  Number.NaN,
  -0,
  0,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1.5,
  2 ** 53,
  5e-324,
)
const key = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    'a.b',
    'a\\b',
    '\\.',
    '.',
    '..',
    '0',
    '-1',
    'toJSON',
    'length',
    'then',
    'name',
    'json',
    'meta',
    'toString',
    'constructor',
    'prototype',
    'hasOwnProperty',
    'valueOf',
    'isPrototypeOf',
    '__defineGetter__',
    '__lookupSetter__',
  ),
)
const safeKey = key.filter((name) => name !== '__proto__')

/** Any value that can be stored: nested, with every built-in and allowed type. */
export const storableValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    tie('leaf'),
    tie('list'),
    tie('record'),
    tie('other'),
  ),
  leaf: fc.oneof(
    fc.constantFrom(undefined, null, true, false, '\ud800', '\u2028', '\n"\\', '', '__proto__', 'constructor'),
    fc.string({ unit: 'binary' }),
    float,
    fc.double(),
    fc.bigInt(),
    fc.date({ noInvalidDate: false }),
    fc.constantFrom(/a\/b/giu, /[/]\n/, /(?:)/).map((regExp) => new RegExp(regExp)),
    fc.nat(9).map((lastIndex) => Object.assign(/x/y, { lastIndex })),
    fc.webUrl().map((url) => new URL(url)),
    bytes,
    bytes.map((some) => Buffer.from(some)),
    bytes.map((some) => some.slice().buffer),
    bytes.map((some) => new DataView(some.slice().buffer)),
    bytes.map((some) => new Uint8ClampedArray(some)),
    bytes.map((some) => new Int8Array(some)),
    bytes.map((some) => new Uint16Array(some)),
    bytes.map((some) => new Int32Array(some)),
    bytes.map((some) => new Int16Array(some).subarray(1)),
    bytes.map((some) => new Uint32Array(some)),
    bytes.map((some) => new BigUint64Array(Array.from(some, BigInt))),
    bytes.map((some) => new BigInt64Array(Array.from(some, BigInt))),
    fc.array(float).map((some) => new Float64Array(some)),
    fc.array(float).map((some) => new Float32Array(some)),
    fc.bigInt().map((cents) => new User(cents)),
  ),
  list: fc.array(tie('value'), { maxLength: 5 }),
  record: fc.array(fc.tuple(safeKey, tie('value')), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
  other: fc.oneof(
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    fc.array(tie('value'), { maxLength: 5 }).map((parts) => new Set(parts)),
    tie('record').map((record) => Object.assign(Object.create(null), record)),
    fc.tuple(fc.string(), tie('value')).map(([message, cause]) => new TypeError(message, { cause })),
    fc.tuple(fc.string(), tie('list')).map(([message, errors]) => new AggregateError(errors as unknown[], message)),
    fc.tuple(fc.string(), tie('value')).map(([message, more]) => Object.assign(new HttpError(message), { more })),
    fc.tuple(tie('value'), tie('value')).map(([name, friend]) => new User(name, friend)),
    tie('list').map((list) => (list as unknown[]).concat(list, [list, list])),
    tie('list').map((list) => {
      const loop = [new Date(0), ...(list as unknown[])]
      loop.push(new Map([[loop, new Set([loop])]]), new User(loop))
      return loop
    }),
  ),
})).value

/** A value with objects of every type, for tests that damage its text. */
export const createEverything = (): unknown => {
  const user = new User('Ada')
  user.friend = user
  return {
    user,
    'a.b\\c': [undefined, Number.NaN, -0, 12n, new Date(0), new Date(Number.NaN), /x\/y/g, new URL('http://a.org/b?c')],
    map: new Map<unknown, unknown>([
      [{ a: 1 }, user],
      [undefined, new Set([user, 'é😀'])],
    ]),
    bytes: [Buffer.from('Cachetta'), new Float32Array([Number.NaN, -0, 1]), new ArrayBuffer(3)],
    errors: [new HttpError('gone', { cause: new RangeError('far') }), new AggregateError([new Error('one')], 'many')],
    bare: Object.assign(Object.create(null), { a: [1] }),
    constructor: { prototype: new Date(0) },
  }
}
