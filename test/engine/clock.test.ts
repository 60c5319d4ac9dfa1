import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/engine/clock.ts'

afterEach(() => void vi.useRealTimers())

it('follows the time that a test sets', () => {
  vi.useFakeTimers({ now: 1_000 })
  const done: number[] = []
  systemClock.after(500, () => done.push(systemClock.now()))
  vi.advanceTimersByTime(500)
  expect(done).toEqual([1_500])
})

it.each([
  ['30 days', 2_592_000_000],
  ['a span of 2³¹ ms', 2 ** 31],
])('waits for the whole of %s, although a timer of the platform cannot', (_, ms) => {
  vi.useFakeTimers({ now: 0 })
  const done: number[] = []
  systemClock.after(ms, () => done.push(systemClock.now()))
  vi.advanceTimersByTime(ms - 1)
  expect(done).toEqual([])
  vi.advanceTimersByTime(1)
  expect(done).toEqual([ms])
})

it('never runs a task after `Infinity`, nor one that was cancelled', () => {
  vi.useFakeTimers({ now: 0 })
  const done: string[] = []
  systemClock.after(Number.POSITIVE_INFINITY, () => done.push('infinite'))
  systemClock.startTimeout(2 ** 31 + 5, () => done.push('cancelled'))()
  vi.advanceTimersByTime(2 ** 33)
  expect(done).toEqual([])
})
