import { describe, expect, test } from 'vitest'
import { InvalidKeyError, InvalidPathError } from '../../src/errors.ts'
import { addressOf } from '../../src/key/address.ts'
import { checkLiteralPath } from '../../src/key/path.ts'

const literal = { path: './users.json', includeReceiver: false }
const cause = new Error('boom')

function getError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('an address', () => {
  test('of a literal path is the path and the text of the arguments', () => {
    expect(addressOf(literal, [])).toEqual({ path: './users.json', key: '', exact: false })
    expect(addressOf(literal, [1, { a: 2 }])).toEqual({ path: './users.json', key: '1,{"a":2}', exact: false })
  })

  test('of a path function is the returned path, unchanged, and the text of the arguments to compare', () => {
    const path = (id: number): string => `./users/${id}.json`
    expect(addressOf({ path, includeReceiver: false }, [7])).toEqual({ path: './users/7.json', key: '7', exact: true })
  })

  test('has the key that the key option returns', () => {
    const key = (user: { id: number }): unknown => user.id
    expect(addressOf({ ...literal, key }, [{ id: 7, onClick: () => 0 }]).key).toBe('7')
  })

  test('has the receiver in its key only with includeReceiver', () => {
    const receiver = { id: 1 }
    const withReceiver = { ...literal, includeReceiver: true }
    expect(addressOf(literal, [1], receiver).key).toBe('1')
    expect(addressOf(withReceiver, [1]).key).toBe('1')
    const keys = [
      addressOf(withReceiver, [1], receiver),
      addressOf(withReceiver, [], receiver),
      addressOf(withReceiver, [1], { id: 2 }),
    ].map(({ key }) => key)
    expect(
      new Set([...keys, addressOf(withReceiver, [receiver, 1]).key, addressOf(withReceiver, [receiver]).key]).size,
    ).toBe(5)
  })
})

describe('an error', () => {
  test.each<[string, unknown]>([
    ['an empty string', ''],
    ['a number', 7],
    ['an object without toString()', Object.create(null)],
    ['a parent segment', 'cache/../../etc/passwd'],
    ['only a parent segment', '..'],
    ['a parent segment of Windows', 'cache\\..\\x'],
    ['a parent segment as Windows reads it', 'cache/.. /x'],
    ['a NUL character', 'cache/x\0.json'],
  ])('is thrown for a path function that returns %s', (_name, returned) => {
    const path = (): string => returned as string // a cast: JavaScript can return anything
    expect(getError(() => addressOf({ path, includeReceiver: false }, []))).toBeInstanceOf(InvalidPathError)
  })

  test('is not thrown for names that only begin or end with dots', () => {
    for (const path of ['a/..b', 'a/b..', 'a/.../b'.replace('...', '.b'), './a', 'a..b/c'])
      expect(addressOf({ path: () => path, includeReceiver: false }, []).path).toBe(path)
  })

  test('for a path function that throws has the cause', () => {
    const path = (): never => {
      throw cause
    }
    const error = getError(() => addressOf({ path, includeReceiver: false }, []))
    expect(error).toBeInstanceOf(InvalidPathError)
    expect(error).toMatchObject({ cause })
  })

  test('for a key option that throws has the cause', () => {
    const key = (): never => {
      throw cause
    }
    const error = getError(() => addressOf({ ...literal, key }, []))
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error).toMatchObject({ cause })
  })

  test('for a key option without a stable result names the key option', () => {
    const error = getError(() => addressOf({ ...literal, key: () => ({ run: () => 0 }) }, []))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^the result of the key option, at \.run: a function/),
    })
  })

  test('for a receiver without a stable state names the receiver', () => {
    class Service {}
    const error = getError(() => addressOf({ ...literal, includeReceiver: true }, [], new Service()))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^the receiver \(skipThis: false\): an instance of Service/),
    })
  })

  test('is thrown for a literal path that is empty, is not a string, or has a NUL character', () => {
    for (const path of ['', 7, null, undefined, {}, 'a\0b'])
      expect(() => checkLiteralPath(path)).toThrow(InvalidPathError)
    expect(() => checkLiteralPath(7)).toThrow('path: 7 was given; accepted is a non-empty string')
    expect(() => checkLiteralPath('../cache/users.json')).not.toThrow()
  })
})
