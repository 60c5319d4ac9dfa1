import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Duration } from '../../src/index.ts'
import { InvalidOptionError, isDuration, parseDuration } from '../../src/index.ts'
import { fc } from '../support/property.ts'

test.each<[Duration, number]>([
  [0, 0],
  [1500, 1500],
  [-1, -1],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ['500ms', 500],
  ['30s', 30_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['7d', 604_800_000],
  ['1d12h30m', 131_400_000],
  ['0s', 0],
])('%s is %d milliseconds', (duration, expected) => {
  expect(parseDuration(duration, 'duration')).toBe(expected)
  expect(isDuration(duration)).toBe(true)
})

test('units add up in descending order, each at most once', () => {
  const units = [86_400_000, 3_600_000, 60_000, 1000, 1]
  const names = ['d', 'h', 'm', 's', 'ms']
  const amounts = fc.array(fc.option(fc.nat(5000)), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(amounts, (given) => {
      fc.pre(given.some((amount) => amount !== null))
      const text = given.map((amount, index) => (amount === null ? '' : `${amount}${names[index]}`)).join('')
      const sum = given.reduce<number>((total, amount, index) => total + (amount ?? 0) * (units[index] ?? 0), 0)
      expect(parseDuration(text, 'duration')).toBe(sum)
    }),
  )
})

const wrong = ['', ' ', '5', '5x', '5 m', '1.5.2h', '.h', '30m1h', '1h1h', '-5m', '1w', '5M', 'Infinity', '１h']
const wrongTypes = [Number.NaN, null, undefined, true, 5n, {}, [], ['5m'], new Date(0), () => 5, Symbol('5m')]

test.each([...wrong, ...wrongTypes].map((value) => [value]))('%o is refused', (value) => {
  expect(() => parseDuration(value, 'staleDuration')).toThrow(InvalidOptionError)
  expect(isDuration(value)).toBe(false)
})

describe('the error', () => {
  test('names the option, the value and what is accepted', () => {
    expect(() => parseDuration('5x', 'staleDuration')).toThrow(/^staleDuration: "5x" was given; accepted is .*'1h30m'/)
  })

  test('names `duration` if it was told no name', () => {
    expect(() => parseDuration(undefined)).toThrow(/^duration: undefined was given/)
  })

  test('stays short for a long text', () => {
    expect(() => parseDuration('x'.repeat(1e6), 'duration')).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,250}$/) }),
    )
  })
})

test('the type accepts the common texts and no others', () => {
  expectTypeOf<'1h30m'>().toExtend<Duration>()
  expectTypeOf<'500ms'>().toExtend<Duration>()
  expectTypeOf<'7d'>().toExtend<Duration>()
  expectTypeOf<number>().toExtend<Duration>()
  expectTypeOf<'5x'>().not.toExtend<Duration>()
  expectTypeOf<'5'>().not.toExtend<Duration>()
  expectTypeOf<string>().not.toExtend<Duration>()
})

test('the guard makes a text of the environment a Duration', () => {
  const ttl = process.env['NOT_SET'] as string | undefined
  const duration: Duration = isDuration(ttl) ? ttl : '1h'
  expect(duration).toBe('1h')
})
