import { expect, it } from 'vitest'
import { lookup, prefetch, readCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

interface User {
  readonly id: number
}

it('returns one argument, also if it is an array', async () => {
  const { cache } = createTestCache({ duration: '1h' })
  const byId = cache(async (user: User) => user.id, { key: ({ id }) => id })
  const byList = cache(async (user: User) => user.id, { key: ({ id }) => ['user', id] })
  await byId({ id: 1 })
  await byList({ id: 2 })
  expect(await readCache(cache, 1)).toBe(1)
  expect(await readCache(cache, ['user', 2])).toBe(2)
  expect(await lookup(cache, 'user', 2)).toEqual({ hit: false })
})

it('names the entry that a hook reaches by a list in a list, or by the cached function', async () => {
  const { cache } = createTestCache({ duration: '1h' })
  const getUser = cache(async (user: User) => user.id, { key: ({ id }) => ['user', id] })
  await prefetch(cache, [['user', 1]], () => 'by a list in a list')
  expect(await getUser({ id: 1 })).toBe('by a list in a list')
  await prefetch(cache, [getUser, { id: 2 }])
  expect(await readCache(cache, ['user', 2])).toBe(2)
})

it("is not needed for the entry of a hook's key: the function takes its arguments", async () => {
  const { cache } = createTestCache({ duration: '1h' })
  await prefetch(cache, ['user', 1], () => 'by a key')
  expect(await cache(async (kind: string, id: number) => `${kind} ${id}`)('user', 1)).toBe('by a key')
})
