import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPageYield } from '../../../src/store/indexeddb/yield-to-page.ts'
import { flushPromises } from '../../support/deferred.ts'
import { replaceGlobal } from './test-store.ts'

let frames: (() => void)[] = []
let now = 0
const page = { hidden: false }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  frames = []
  page.hidden = false
  replaceGlobal('document', page)
  replaceGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
  replaceGlobal('cancelAnimationFrame', (frame: number) => frames.splice(frame - 1, 1))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const drawFrame = (): void => {
  for (const callback of frames.splice(0)) callback()
}

/** Starts writes; each takes the thread for some milliseconds. Returns the numbers of those that have run. */
function startWrites(ms: readonly number[]): number[] {
  const written: number[] = []
  const pageYield = createPageYield()
  for (const [index, duration] of ms.entries()) {
    void pageYield.wait().then(() => {
      written.push(index)
      now += duration
    })
  }
  return written
}

const runTimers = async (ms: number): Promise<void> => {
  vi.advanceTimersByTime(ms)
  for (let tick = 0; tick < 5; tick++) await flushPromises()
}

test('writes after the frame that shows what was fetched, not before or in its callback', async () => {
  const written = startWrites([1, 1])
  await runTimers(50)
  expect(written).toEqual([])
  drawFrame()
  await flushPromises()
  expect(written).toEqual([])
  await runTimers(0)
  expect(written).toEqual([0, 1])
})

test('writes after the tasks that wait when the frame is drawn', async () => {
  const idle: (() => void)[] = []
  replaceGlobal('requestIdleCallback', (callback: () => void, { timeout }: { timeout: number }) => {
    expect(timeout).toBe(100)
    idle.push(callback)
  })
  const written = startWrites([1, 1])
  drawFrame()
  await runTimers(50)
  expect(written).toEqual([])
  for (const callback of idle.splice(0)) callback()
  await runTimers(0)
  expect(written).toEqual([0, 1])
})

test('writes for 5 ms after each frame', async () => {
  const written = startWrites([3, 3, 3])
  drawFrame()
  await runTimers(0)
  expect(written).toEqual([0, 1])
  await runTimers(50)
  expect(written).toEqual([0, 1])
  drawFrame()
  await runTimers(0)
  expect(written).toEqual([0, 1, 2])
})

test('writes 100 ms later in a page that draws no frames, once', async () => {
  const written = startWrites([1])
  await runTimers(99)
  expect(written).toEqual([])
  await runTimers(1)
  expect(written).toEqual([0])
  expect(frames).toEqual([])
})

test('writes at once in a page that is hidden', async () => {
  page.hidden = true
  const written = startWrites([10, 10])
  await flushPromises()
  expect(written).toEqual([0, 1])
})
