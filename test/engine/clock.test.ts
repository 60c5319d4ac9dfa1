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
