import { expect, it } from 'vitest'
import { isUnder } from '../../src/key/address.ts'

it.each([
  ['cache', 'cache', true],
  ['cache', 'cache/a/b', true],
  ['cache/', 'cache/a', true],
  ['cache', 'cache-of-another', false],
  ['cache/a', 'cache', false],
  ['', 'anything', true],
])('under %j is %j: %s', (base, path, expected) => {
  expect(isUnder(base, { path, key: '', exact: false })).toBe(expected)
})
