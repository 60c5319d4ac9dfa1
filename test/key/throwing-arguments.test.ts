import { describe, expect, test } from 'vitest'
import { InvalidKeyError } from '../../src/errors.ts'
import { canonicalText } from '../../src/key/canonical.ts'
import { revokedProxy, throwing, thrownErrors } from '../support/throwing-code.ts'

describe.each(thrownErrors)('an argument that throws %s is refused', (_title, error) => {
  test.each<[string, unknown]>([
    ['an accessor', Object.defineProperty({}, 'a', { get: throwing(error), enumerable: true })],
    ['toJSON', new (class A { toJSON(): never { return throwing(error)() } })()], // biome-ignore format: one line
    ['a Proxy', new Proxy({ a: 1 }, { get: throwing(error) })],
    ['a prototype', new Proxy({ a: 1 }, { getPrototypeOf: throwing(error) })],
    ['a revoked Proxy', revokedProxy()],
    ['a revoked Proxy of an array', revokedProxy([])],
    ['the cause of an error', new Error('a', { cause: new Proxy({}, { ownKeys: throwing(error) }) })],
    ['a value of a Map', new Map([[1, new Proxy({}, { ownKeys: throwing(error) })]])],
  ])('in %s', (_place, argument) => {
    expect(() => canonicalText([[argument]])).toThrow(InvalidKeyError)
    expect(() => canonicalText([[argument]])).toThrow(/^argument 1, at .*: it throws when it is read/)
  })
})
