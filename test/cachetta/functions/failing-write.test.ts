import { expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

/** Creates a store over a medium that `fill(true)` fills. */
function createFillableStore(): { store: Store; fill(isFull: boolean): void } {
  const inner = memoryStore()
  let isMediumFull = false
  const refuse = () => {
    if (isMediumFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  const { sync } = inner
  const store: Store = {
    ...inner,
    async set(...args) {
      refuse()
      await inner.set(...args)
    },
    ...(sync && {
      sync: {
        ...sync,
        set(...args) {
          refuse()
          sync.set(...args)
        },
      },
    }),
  }
  return {
    store,
    fill(isFull) {
      isMediumFull = isFull
    },
  }
}

it('does not serve the old value after a failed write', async () => {
  const { store, fill } = createFillableStore()
  const { cache, clock } = createTestCache({ store })
  await writeCache(cache, 'old')
  fill(true)
  clock.advance(1)
  await writeCache(cache, 'new')
  expect(await readCache(cache)).toBe(null)
  fill(false)
  clock.advance(1)
  await writeCache(cache, 'newer')
  expect(await readCache(cache)).toBe('newer')
  expect(lines.filter((line) => line.startsWith('warn')).length).toBe(1)
})

it('computes again what it could not store, logs one line, and recovers', async () => {
  const { store, fill } = createFillableStore()
  const { cache, clock } = createTestCache({ store })
  let calls = 0
  const cached = cache.wrapSync(() => {
    calls += 1
    return calls
  })
  cached()
  fill(true)
  clock.advance(1)
  expect([cached.refresh(), cached(), cached()]).toEqual([2, 3, 4])
  fill(false)
  clock.advance(1)
  expect([cached(), cached()]).toEqual([5, 5])
  expect(lines.filter((line) => line.startsWith('warn')).length).toBe(1)
})

it('keeps in memory what the store refused', async () => {
  const { store, fill } = createFillableStore()
  const { cache } = createTestCache({ store, lruSize: 3 })
  fill(true)
  const cached = cache(() => ({}))
  expect(await cached()).toBe(await cached())
})
