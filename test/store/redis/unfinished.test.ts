import { expect, it, vi } from 'vitest'
import { UnfinishedWork } from '../../../src/store/redis/unfinished.ts'
import { createDeferred } from '../../support/deferred.ts'

it('is settled when its work has ended, and the work that began meanwhile', async () => {
  const [first, second] = [createDeferred<void>(), createDeferred<void>()]
  const unfinished = new UnfinishedWork()
  unfinished.add(first.promise)
  let isSettled = false
  const settled = unfinished.settled().then(() => {
    isSettled = true
  })
  unfinished.add(second.promise)
  first.resolve()
  await first.promise
  await new Promise(setImmediate)
  expect(isSettled).toBe(false)
  second.resolve()
  await settled
})

it('holds nobody up for longer than 5 seconds', async () => {
  vi.useFakeTimers()
  try {
    const unfinished = new UnfinishedWork()
    unfinished.add(new Promise(() => {}))
    const settled = unfinished.settled()
    await vi.advanceTimersByTimeAsync(5_000)
    await settled
  } finally {
    vi.useRealTimers()
  }
})
