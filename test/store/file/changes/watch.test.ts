import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FileWatch } from '../../../../src/store/file/changes/watch.ts'
import { fs } from '../../../../src/store/file/system/process.ts'

/** The watch of a system that reports when the test says so. */
class FakeWatcher extends EventEmitter {
  isClosed = false
  close(): void {
    this.isClosed = true
  }
}

let watcher: FakeWatcher
let report: () => void
let found: boolean
const look = vi.fn(async () => found)

beforeEach(() => {
  vi.useFakeTimers()
  look.mockClear()
  found = false
  vi.spyOn(fs, 'watch').mockImplementation(((_: string, __: object, listener: () => void) => {
    watcher = new FakeWatcher()
    report = listener
    return watcher
  }) as unknown as typeof fs.watch) // of its many signatures, the one that is called
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a watch of a file', () => {
  it('looks when the system reports, and once a second', async () => {
    const watch = new FileWatch('/directory/log', look)
    await advance(900)
    expect(look).toHaveBeenCalledTimes(0)
    report()
    expect(look).toHaveBeenCalledTimes(1)
    await advance(1_000)
    expect(look).toHaveBeenCalledTimes(2)
    watch.close()
    await advance(5_000)
    expect(look).toHaveBeenCalledTimes(2)
    expect(watcher.isClosed).toBe(true)
  })

  it('looks again if the system reports while it looks', async () => {
    const watch = new FileWatch('/directory/log', look)
    report()
    report()
    report()
    await advance(0)
    expect(look).toHaveBeenCalledTimes(2)
    watch.close()
  })

  it('looks every 50 ms after the system has failed to report three times, until it reports', async () => {
    const watch = new FileWatch('/directory/log', look)
    found = true
    await advance(3_000)
    expect(look).toHaveBeenCalledTimes(3)
    await advance(500)
    expect(look).toHaveBeenCalledTimes(13)
    report()
    await advance(50)
    look.mockClear()
    await advance(2_000)
    expect(look.mock.calls.length).toBeLessThan(4)
    watch.close()
  })

  it('looks every 50 ms after the watch has failed', async () => {
    const watch = new FileWatch('/directory/log', look)
    watcher.emit('error', new Error('EMFILE: too many open files'))
    await advance(2_000)
    expect(look.mock.calls.length).toBeGreaterThan(18)
    watch.close()
  })
})
