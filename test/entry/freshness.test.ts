import { expect, test } from 'vitest'
import type { Freshness } from '../../src/entry/freshness.ts'
import { ageOf, freshnessOf } from '../../src/entry/freshness.ts'
import { fc } from '../support/property.ts'

const now = 1_700_000_000_000
const forever = Number.POSITIVE_INFINITY

function judge(age: number, duration: number, staleDuration = 0): Freshness {
  return freshnessOf({ storedAt: now - age }, { duration, staleDuration }, now)
}

test('an entry is fresh until its age is the duration', () => {
  expect([judge(0, 1000), judge(999, 1000), judge(1000, 1000)]).toEqual(['fresh', 'fresh', 'expired'])
})

test('after the duration, it is stale for staleDuration', () => {
  expect([judge(1000, 1000, 500), judge(1499, 1000, 500), judge(1500, 1000, 500)]).toEqual([
    'stale',
    'stale',
    'expired',
  ])
})

test('with a duration of 0 or less, it is never fresh, and staleDuration counts from the start', () => {
  expect([judge(0, 0), judge(0, -5000)]).toEqual(['expired', 'expired'])
  expect([judge(0, -5000, 100), judge(99, -5000, 100), judge(100, -5000, 100)]).toEqual(['stale', 'stale', 'expired'])
})

test('a duration of Infinity never ends', () => {
  expect([judge(1e15, forever), judge(1e15, 0, forever)]).toEqual(['fresh', 'stale'])
})

test('the age counts from the older of the two times', () => {
  expect(ageOf({ storedAt: now - 5, datedAt: now - 9 }, now)).toBe(9)
  expect(ageOf({ storedAt: now - 9, datedAt: now - 5 }, now)).toBe(9)
})

test('a time up to one minute in the future counts as now', () => {
  expect(ageOf({ storedAt: now + 60_000 }, now)).toBe(0)
  expect(ageOf({ storedAt: now, datedAt: now + 60_000 }, now)).toBe(0)
  expect(judge(-60_000, 1)).toBe('fresh')
})

test.each([
  ['storedAt more than one minute in the future', { storedAt: now + 60_001 }],
  ['datedAt more than one minute in the future', { storedAt: now, datedAt: now + 60_001 }],
  ['a storedAt that is NaN', { storedAt: Number.NaN }],
  ['a datedAt that is NaN', { storedAt: now, datedAt: Number.NaN }],
])('%s is expired under every policy', (_title, entry) => {
  expect(freshnessOf(entry, { duration: forever, staleDuration: forever }, now)).toBe('expired')
  expect(ageOf(entry, now)).toBe(Number.POSITIVE_INFINITY)
})

const offset = fc.oneof(
  fc.constantFrom(-60_001, -60_000, -59_999, -1, 0, 1, 999, 1000, 1001, 1499, 1500, 1501, Number.NaN),
  fc.integer({ min: -120_000, max: 10_000 }),
)
const span = fc.oneof(fc.constantFrom(0, 1, 500, 1000, 1500, -1, -1000, forever), fc.integer({ min: -2000, max: 9000 }))

test('freshness agrees with a model, also at the boundaries', () => {
  fc.assert(
    fc.property(offset, fc.option(offset, { nil: undefined }), span, span, (stored, dated, duration, staleDuration) => {
      const entry = { storedAt: now - stored, ...(dated === undefined ? {} : { datedAt: now - dated }) }
      expect(freshnessOf(entry, { duration, staleDuration }, now)).toBe(
        model([stored, dated ?? stored], duration, staleDuration),
      )
    }),
    { numRuns: 20_000 },
  )
})

function model(offsets: number[], duration: number, staleDuration: number): Freshness {
  if (offsets.some((ago) => Number.isNaN(ago) || ago < -60_000)) return 'expired'
  const age = Math.max(0, ...offsets)
  if (duration > 0 && age < duration) return 'fresh'
  return age < (duration > 0 ? duration : 0) + staleDuration ? 'stale' : 'expired'
}
