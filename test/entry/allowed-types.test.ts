import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AllowedType, CustomType } from '../../src/entry/allowed-types.ts'
import { builtInTypes, createAllowedTypes } from '../../src/entry/allowed-types.ts'
import { decodeEntry, encodeEntry } from '../../src/entry/json/json-codec.ts'
import { InvalidOptionError } from '../../src/errors.ts'
import { HttpError, Money, User } from './samples.ts'

const money: CustomType<Money, bigint> = {
  type: Money,
  name: 'Money',
  serialize: (value) => value.cents,
  deserialize: (stored) => new Money(stored),
}

function roundTrip(value: unknown, list: readonly AllowedType[]): unknown {
  const types = createAllowedTypes(list)
  return decodeEntry(encodeEntry({ key: '', storedAt: 1, tags: [], value }, types), types).value
}

test('a list may contain classes and custom types', () => {
  const back = roundTrip([new User('Ada'), new Money(5n), new HttpError('gone')], [User, money, HttpError]) as [
    User,
    Money,
  ]
  expect(back).toEqual([new User('Ada'), new Money(5n), new HttpError('gone')])
  expect(back[1].cents).toBe(5n)
})

test('an instance is restored without a call of its constructor, and only with its own properties', () => {
  let constructed = 0
  class Counted {
    own = 1
    constructor() {
      constructed++
    }
    get accessor() {
      return this.own
    }
  }
  const back = roundTrip(new Counted(), [Counted]) as Counted
  expect(constructed).toBe(1)
  expect(back).toBeInstanceOf(Counted)
  expect(Object.keys(back)).toEqual(['own'])
})

test('a property with the name of an accessor of its class is restored as a property', () => {
  class Shadowed {
    set size(_value: number) {
      throw new Error('called')
    }
  }
  const value = Object.defineProperty(new Shadowed(), 'size', {
    value: 3,
    enumerable: true,
    configurable: true,
    writable: true,
  })
  expect(Object.getOwnPropertyDescriptor(roundTrip(value, [Shadowed]), 'size')).toMatchObject({
    value: 3,
    writable: true,
  })
})

test('without a list only built-in types are allowed', () => {
  expect(createAllowedTypes().kinds).toEqual(builtInTypes.kinds)
  expect(createAllowedTypes([]).kinds).toEqual(builtInTypes.kinds)
})

describe('refuses', () => {
  const custom = { type: Money, name: 'Money', serialize: () => 1, deserialize: () => new Money(1n) }
  const cases: [title: string, list: unknown[], message: RegExp][] = [
    ['a class without a name', [class {}], /without a name/],
    ['a type without a name', [{ ...custom, name: '' }], /type for Money without a name/],
    ['two classes with the same name', [User, { ...custom, name: 'User' }], /two types have the name User/],
    ['one class twice', [User, { ...custom, type: User, name: 'Other' }], /listed twice/],
    ['a built-in class', [Map], /Map/],
    ['a built-in class under another name', [{ ...custom, type: Date, name: 'Moment' }], /Date is built in/],
    ['the name of a built-in type', [{ ...custom, name: 'Uint8Array' }], /Uint8Array belongs to a built-in type/],
    [
      'the name of the reference to a shared object',
      [{ ...custom, name: 'same object' }],
      /belongs to a built-in type/,
    ],
    [
      'a class with content besides its properties',
      [class Dictionary extends Map {}],
      /Dictionary has content besides its properties/,
    ],
    ['a subclass of Array', [class Stack extends Array {}], /Stack has content besides its properties/],
    ['a subclass of Promise', [class Task extends Promise<void> {}], /Task has content besides its properties/],
    ['a class whose objects cannot outlive their process', [WeakMap], /WeakMap/],
    ['an arrow function', [() => 1], /is not a class/],
    ['a string', ['User'], /User is not a class/],
    ['null', [null], /null is not a class/],
    ['a type without serialize', [{ ...custom, serialize: undefined }], /Money needs both serialize and deserialize/],
    ['a class in place of a list', User as never, /list/],
  ]
  test.each(cases)('%s', (_title, list, message) => {
    const create = (): unknown => createAllowedTypes(list as AllowedType[])
    expect(create).toThrow(InvalidOptionError)
    expect(create).toThrow(message)
    expect(create).toThrow(/^allowedTypes: /)
  })
})

test('a class with content besides its properties is allowed as a custom type', () => {
  class Dictionary extends Map<string, number> {}
  const type: CustomType<Dictionary, [string, number][]> = {
    type: Dictionary,
    name: 'Dictionary',
    serialize: (dictionary) => [...dictionary],
    deserialize: (pairs) => new Dictionary(pairs),
  }
  expect(roundTrip(new Dictionary([['a', 1]]), [type])).toEqual(new Dictionary([['a', 1]]))
})

test('the types know the instance, even of a class with a private constructor', () => {
  class Single {
    static readonly one: Single = new Single()
    readonly id = 1
    private constructor() {}
  }
  expectTypeOf<typeof Single>().toExtend<AllowedType>()
  expectTypeOf<CustomType<Money, bigint>>().toExtend<AllowedType>()
  expectTypeOf<Parameters<CustomType<Single, number>['serialize']>[0]>().toEqualTypeOf<Single>()
})
