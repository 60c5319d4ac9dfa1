import { expect, it } from 'vitest'
import type { CachettaOptions } from '../../../src/index.ts'
import { Cachetta, memoryStore } from '../../../src/index.ts'

async function recordLifetime(options: Partial<CachettaOptions>): Promise<number | undefined> {
  const store = memoryStore()
  let found: number | undefined
  const { set } = store
  const cache = new Cachetta({
    path: 'rates',
    store: {
      ...store,
      set(address, entry, types, lifetime) {
        found = lifetime
        return set(address, entry, types)
      },
    },
    ...options,
  })
  await cache(() => 1)()
  return found
}

it.each([
  [{ duration: '1h' }, 3_600_000],
  [{ duration: '1h', staleDuration: '1m', staleIfError: '2m' }, 3_720_000],
  [{ duration: Number.POSITIVE_INFINITY }, Number.POSITIVE_INFINITY],
  [{ duration: () => 5_000, staleDuration: 1_000 }, 6_000],
] as const)('tells the store how long an entry can be used: %j', async (options, lifetime) => {
  expect(await recordLifetime(options)).toBe(lifetime)
})
