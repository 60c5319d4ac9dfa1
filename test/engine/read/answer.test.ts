import { describe, expect, it } from 'vitest'
import { writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordEvents } from '../../support/event-log.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const events = recordEvents()
const lines = recordLogLines()

describe('a call', () => {
  it('returns a fresh value from memory, and does nothing else', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    const cached = cache(() => 'value')
    await cached()
    events.length = 0
    await cached()
    expect(events).toEqual(['hit memory'])
  })

  it('returns a value that is fresh under its own policy, while a call with another policy computes', async () => {
    const { cache, clock } = createTestCache({ duration: '1h' })
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const strict = cache(fn, { duration: '1m' })()
    await flushPromises()
    expect(await cache(fn)()).toBe('old')
    calls[0]?.resolve('new')
    expect(await strict).toBe('new')
  })
})

describe('staleIfError, when the function fails', () => {
  const policy = { duration: '1m', staleIfError: '1h' } as const

  it('returns the old value to all waiting calls, also to those that joined', async () => {
    const { cache, clock } = createTestCache(policy)
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = cache(fn)
    const first = cached()
    await flushPromises()
    const second = cached()
    await flushPromises()
    calls[0]?.reject(new Error('down'))
    expect([await first, await second]).toEqual(['old', 'old'])
    expect(events.filter((event) => event === 'rescued').length).toBe(2)
    expect(lines.length).toBe(1)
  })

  it('returns the old value to a call that joined a flight of another policy', async () => {
    const { cache, clock } = createTestCache({ duration: '1m' })
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const strict = cache(fn)().catch((error: unknown) => error)
    await flushPromises()
    const lenient = cache(fn, { staleIfError: '1h' })()
    await flushPromises()
    calls[0]?.reject(new Error('down'))
    expect(await strict).toMatchObject({ message: 'down' })
    expect(await lenient).toBe('old')
  })

  it('returns a value that was written during the computation', async () => {
    const { cache, clock } = createTestCache(policy)
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const call = cache(fn)()
    await flushPromises()
    await writeCache(cache, 'written')
    calls[0]?.reject(new Error('down'))
    expect(await call).toBe('written')
  })

  it('does not return a value that was invalidated during the computation', async () => {
    const { cache, clock } = createTestCache({ ...policy, lruSize: 5 })
    await writeCache(cache, 'old')
    clock.advance('2m')
    const { fn, calls } = createDeferredFunction<[], string>()
    const call = cache(fn)()
    await flushPromises()
    await cache.invalidate()
    calls[0]?.reject(new Error('down'))
    await expect(call).rejects.toThrow('down')
  })
})
