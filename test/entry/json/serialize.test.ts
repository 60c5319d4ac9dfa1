import { describe, expect, it } from 'vitest'
import { deserialize, InvalidOptionError, StoreError, serialize, UnsafeTypeError } from '../../../src/index.ts'
import { fc } from '../../support/property.ts'
import { expectSame } from '../expect-same.ts'
import { User } from '../samples.ts'

const parse = (text: string): unknown => JSON.parse(text)

describe('serialize', () => {
  it('keeps rich types, references and undefined', () => {
    const shared = { at: new Date(0) }
    const value = {
      shared,
      again: shared,
      map: new Map([[1n, new Set([undefined])]]),
      url: new URL('https://a.example/'),
      bytes: new Uint8Array([1, 2]),
      error: new TypeError('no'),
    }
    const restored = deserialize<typeof value>(serialize(value))
    expectSame(restored, value)
    expect(restored.shared).toBe(restored.again)
  })

  it.each([undefined, null, 0, -0, Number.NaN, '', 'text', false, 5n, [], {}, [undefined]])('keeps %o', (value) => {
    expectSame(deserialize(serialize(value)), value)
  })

  it('leaves plain JSON as it is, so that any program can read it', () => {
    fc.assert(
      fc.property(fc.json().map(parse), (value) => {
        const text = serialize(value)
        expect(parse(text)).toEqual({ value })
      }),
    )
  })

  it('takes the classes of allowedTypes, and refuses others with the place', () => {
    const text = serialize({ user: new User('Ada') }, { allowedTypes: [User] })
    const { user } = deserialize<{ user: User }>(text, { allowedTypes: [User] })
    expect(user).toBeInstanceOf(User)
    expect(user.name).toBe('Ada')
    expect(() => serialize({ user: new User('Ada') })).toThrow(UnsafeTypeError)
    expect(() => serialize({ user: new User('Ada') })).toThrow(/user/)
    expect(() => deserialize(text)).toThrow(UnsafeTypeError)
  })

  it('refuses a wrong list of types', () => {
    expect(() => serialize(1, { allowedTypes: {} as never })).toThrow(InvalidOptionError)
    expect(() => deserialize('{"value":1}', { allowedTypes: [1] as never })).toThrow(InvalidOptionError)
  })
})

describe('deserialize', () => {
  it('takes what JSON.parse returns', () => {
    const value = { at: new Date(0) }
    expectSame(deserialize(parse(serialize(value))), value)
  })

  it.each([
    '',
    'null',
    '1',
    '[]',
    '{}',
    '{"data":1}',
    '{"value":1',
    '{"value":1,"value":2}',
    '{"value":1,"meta":5}',
    '<html>',
    null,
    undefined,
    5,
    [],
    new Map([['value', 1]]),
    `{"value":${'['.repeat(100_000)}`,
  ])('refuses %o with an error of this package', (text) => {
    expect(() => deserialize(text)).toThrow(StoreError)
  })

  it('never touches a prototype', () => {
    expect(() => deserialize('{"value":{"__proto__":{"isAdmin":true}}}')).toThrow(UnsafeTypeError)
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
    expect(() => deserialize(Object.create({ value: 1 }))).toThrow(StoreError)
  })
})
