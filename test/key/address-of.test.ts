import { describe, expect, test } from 'vitest'
import { InvalidKeyError, InvalidPathError } from '../../src/errors.ts'
import { addressOf } from '../../src/key/address-of.ts'
import { checkLiteralPath } from '../../src/key/path.ts'

const literal = { path: './users.json', includeReceiver: false }
const boom = new Error('boom')

function thrownBy(work: () => unknown): unknown {
  try {
    work()
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

  test('of a path function is what it returns, verbatim, and keeps the text to compare', () => {
    const path = (id: number): string => `./users/${id}.json`
    expect(addressOf({ path, includeReceiver: false }, [7])).toEqual({ path: './users/7.json', key: '7', exact: true })
  })

  test('has the key that the key option chooses', () => {
    const key = (user: { id: number }): unknown => user.id
    expect(addressOf({ ...literal, key }, [{ id: 7, onClick: () => 0 }]).key).toBe('7')
  })

  test('has the receiver in its key only where it is asked for', () => {
    const receiver = { id: 1 }
    const mixing = { ...literal, includeReceiver: true }
    expect(addressOf(literal, [1], receiver).key).toBe('1')
    expect(addressOf(mixing, [1]).key).toBe('1')
    const keys = [
      addressOf(mixing, [1], receiver),
      addressOf(mixing, [], receiver),
      addressOf(mixing, [1], { id: 2 }),
    ].map(({ key }) => key)
    expect(new Set([...keys, addressOf(mixing, [receiver, 1]).key, addressOf(mixing, [receiver]).key]).size).toBe(5)
  })
})

describe('what an address is not made of', () => {
  test.each<[string, unknown]>([
    ['nothing', ''],
    ['no string', 7],
    ['an object without a text', Object.create(null)],
    ['a parent segment', 'cache/../../etc/passwd'],
    ['a parent segment alone', '..'],
    ['a parent segment of Windows', 'cache\\..\\x'],
    ['a parent segment as Windows reads it', 'cache/.. /x'],
    ['a NUL character', 'cache/x\0.json'],
  ])('a path function that returns %s', (_name, returned) => {
    const path = (): string => returned as string // what JavaScript may do
    expect(thrownBy(() => addressOf({ path, includeReceiver: false }, []))).toBeInstanceOf(InvalidPathError)
  })

  test('names that only begin or end with dots are allowed', () => {
    for (const path of ['a/..b', 'a/b..', 'a/.../b'.replace('...', '.b'), './a', 'a..b/c'])
      expect(addressOf({ path: () => path, includeReceiver: false }, []).path).toBe(path)
  })

  test('a path function that throws: the cause is kept', () => {
    const path = (): never => {
      throw boom
    }
    const error = thrownBy(() => addressOf({ path, includeReceiver: false }, []))
    expect(error).toBeInstanceOf(InvalidPathError)
    expect(error).toMatchObject({ cause: boom })
  })

  test('a key option that throws: the cause is kept', () => {
    const key = (): never => {
      throw boom
    }
    const error = thrownBy(() => addressOf({ ...literal, key }, []))
    expect(error).toBeInstanceOf(InvalidKeyError)
    expect(error).toMatchObject({ cause: boom })
  })

  test('a key option without a stable result: the error speaks of it', () => {
    const error = thrownBy(() => addressOf({ ...literal, key: () => ({ run: () => 0 }) }, []))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^the result of the key option, at \.run: a function/),
    })
  })

  test('a receiver without stable state: the error speaks of it', () => {
    class Service {}
    const error = thrownBy(() => addressOf({ ...literal, includeReceiver: true }, [], new Service()))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^the receiver \(skipThis: false\): an instance of Service/),
    })
  })

  test('a literal path that is empty, no string, or has a NUL character', () => {
    for (const path of ['', 7, null, undefined, {}, 'a\0b'])
      expect(() => checkLiteralPath(path)).toThrow(InvalidPathError)
    expect(() => checkLiteralPath(7)).toThrow('path: 7 was given; accepted is a non-empty string')
    expect(() => checkLiteralPath('../cache/users.json')).not.toThrow()
  })
})
