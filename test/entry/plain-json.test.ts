import { describe, expect, test } from 'vitest'
import { builtInTypes } from '../../src/entry/allowed-types.ts'
import { copyValue } from '../../src/entry/plain-json.ts'
import { UnsafeTypeError } from '../../src/errors.ts'
import { fc } from '../support/property.ts'
import { expectSame } from './expect-same.ts'
import { Admin, createEverything, Money, roundTrip, storableValue, types, User } from './samples.ts'

test('a copy has the same shape as its original and shares no object with it', () => {
  fc.assert(
    fc.property(storableValue, (value) => {
      const copy = copyValue(value, types)
      expectSame(copy, value)
      const originals = listObjects(value)
      expect([...listObjects(copy)].some((object) => originals.has(object))).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('changing the copy changes nothing in the original', () => {
  const original = {
    rows: [{ id: 1 }],
    bytes: Buffer.from('abc'),
    at: new Date(0),
    users: new Map([['a', new User('Ada')]]),
  }
  const copy = copyValue(original, types) as typeof original
  copy.rows.push({ id: 2 })
  copy.bytes[0] = 0
  copy.at.setTime(5)
  copy.users.clear()
  expect(original).toEqual({
    rows: [{ id: 1 }],
    bytes: Buffer.from('abc'),
    at: new Date(0),
    users: new Map([['a', new User('Ada')]]),
  })
})

test('custom types are copied by serialize and deserialize', () => {
  const money = new Money(7n)
  const copy = copyValue([money], types) as Money[]
  expect(copy[0]).not.toBe(money)
  expect(copy[0]?.cents).toBe(7n)
})

test('a value with every type is copied', () => {
  expectSame(copyValue(createEverything(), types), createEverything())
})

test('a hidden toJSON changes neither the copy nor the text', () => {
  for (const toJSON of [
    () => 'other',
    () => {
      throw new Error('closed')
    },
  ]) {
    const value = Object.defineProperty({ a: 1 }, 'toJSON', { value: toJSON })
    const list = Object.defineProperty([1], 'toJSON', { value: toJSON })
    expectSame(copyValue([value, list], types), [{ a: 1 }, [1]])
    expectSame(roundTrip([value, list]), [{ a: 1 }, [1]])
  }
})

describe('refuses every value that cannot be stored as text', () => {
  test.each<[string, unknown, RegExp]>([
    ['a function', { user: { onClick() {} } }, /^value\.user\.onClick: a function/],
    ['a class that is not allowed', [new Admin('a')], /^value\[0\]: an instance of Admin/],
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    ['a hole', [1, , 2], /^value: an array with holes/],
    [
      'a property that throws',
      {
        b: {
          get a() {
            throw new Error('closed')
          },
        },
      },
      /^value\.b: closed/,
    ],
    ['a dangerous key', JSON.parse('{"__proto__":1}'), /^value: the key __proto__/],
  ])('%s', (_title, value, message) => {
    expect(() => copyValue(value, types)).toThrow(message)
    expect(() => copyValue(value, types)).toThrow(UnsafeTypeError)
  })

  test('a class that another cache allows', () => {
    expect(() => copyValue(new User('Ada'), builtInTypes)).toThrow(/^value: an instance of User/)
  })
})

function listObjects(value: unknown, seen = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return seen
  seen.add(value)
  const inside = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : []
  const own = ArrayBuffer.isView(value) ? [value.buffer] : Reflect.ownKeys(value).map((key) => Reflect.get(value, key))
  for (const part of [...inside, ...own]) listObjects(part, seen)
  return seen
}
