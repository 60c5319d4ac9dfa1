import { Cachetta, memoryStore } from 'cachetta'
import { expect, test } from 'vitest'

test('a cached function computes once, and stores types that JSON lacks', async () => {
  let calls = 0
  const store = memoryStore()
  const compute = async (id) => ({
    id,
    calls: ++calls,
    map: new Map([[1, new Date(0)]]),
    url: new URL('https://a.example/'),
  })
  const create = () => new Cachetta({ path: 'users', store }).wrap(compute)
  expect(await create()(1)).toEqual(await create()(1))
  expect(calls).toBe(1)
})
