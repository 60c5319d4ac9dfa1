import { createContext, runInContext, runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isEqual } from '../../../src/react/config/config.ts'

const context = createContext({})

test.each(['{ a: [1, { b: 2 }] }', '[]', 'new Date(5)', '[new Date(NaN), Object.create(null)]'])(
  '%s of another realm equals the same data of this one',
  (code) => {
    const foreign: unknown = runInContext(`(${code})`, context)
    const own: unknown = runInThisContext(`(${code})`)
    expect(isEqual(foreign, own)).toBe(!code.includes('NaN'))
    expect(isEqual(foreign, runInContext(`(${code})`, context))).toBe(!code.includes('NaN'))
    expect(isEqual({ a: foreign }, { a: [own] })).toBe(false)
  },
)

test.each([
  ['[]', '{}'],
  ['{ a: 1 }', 'new (class A { a = 1 })()'],
  ['new (class A { a = 1 })()', 'new (class A { a = 1 })()'],
  ['new Date(5)', 'new (class A { valueOf() { return 5 } get [Symbol.toStringTag]() { return "Date" } })()'],
  ['new Map()', 'new Map()'],
])('%s does not equal %s', (one, other) => {
  expect(isEqual(runInThisContext(`(${one})`), runInContext(`(${other})`, context))).toBe(false)
})
