import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createBreaker } from '../../../src/store/redis/breaker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function createServer() {
  const sent: string[] = []
  const state = { isReady: false }
  const guard = createBreaker({ isReady: () => state.isReady }, 500, async () => {})
  const send = (command: string) => guard(async () => void sent.push(command))
  return { send, sent, state }
}

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
  'sends commands in the order of their calls if the first connection is ready %i ms later',
  async (ms) => {
    const { send, sent, state } = createServer()
    const calls = [send('first')]
    await vi.advanceTimersByTimeAsync(3)
    calls.push(send('second'))
    await vi.advanceTimersByTimeAsync(3)
    calls.push(send('third'))
    await vi.advanceTimersByTimeAsync(ms)
    state.isReady = true
    calls.push(send('last'))
    await vi.advanceTimersByTimeAsync(30)
    await Promise.all(calls)
    expect(sent).toEqual(['first', 'second', 'third', 'last'])
  },
)

it('waits once for a first connection, then fails at once', async () => {
  const { send, sent, state } = createServer()
  const first = expect(send('first')).rejects.toThrow('does not answer')
  await vi.advanceTimersByTimeAsync(510)
  await first
  const startedAt = performance.now()
  const second = expect(send('second')).rejects.toThrow('does not answer')
  await vi.advanceTimersByTimeAsync(0)
  await second
  expect(performance.now() - startedAt).toBe(0)
  state.isReady = true
  await vi.advanceTimersByTimeAsync(500)
  await send('third')
  expect(sent).toEqual(['third'])
})
