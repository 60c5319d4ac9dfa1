import { expect, it, onTestFinished, vi } from 'vitest'
import { writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

it('memory and cached functions work where there is no WeakRef', async () => {
  vi.stubGlobal('WeakRef', undefined)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { cache } = createTestCache({ lruSize: 10 })
  const cached = cache(async (id: number) => id)
  expect(await cached(1)).toBe(1)
  const other = cache.copy({ lruSize: 5 })
  await writeCache(other, 2, 1)
  expect(await cached(1)).toBe(2) // the change has reached the memory of the first cache
})
