import { describe, expect, it } from 'vitest'
import { lookup } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('an argument that changes after the call', () => {
  it('leaves no value under the arguments as they were, nor as they are', async () => {
    const { cache } = createTestCache()
    const options = { id: 1 }
    const call = cache(async (given: { id: number }) => `user ${given.id}`)(options)
    options.id = 2
    expect(await call).toBe('user 2')
    expect(await lookup(cache, { id: 1 })).toEqual({ hit: false })
    expect(await lookup(cache, { id: 2 })).toEqual({ hit: false })
    expect(lines.join('\n')).toMatch(/arguments of .* changed while the value was computed; the value is not stored/)
  })

  it('costs another caller with the same arguments nothing but a computation', async () => {
    const { cache } = createTestCache()
    const { calls, fn } = createDeferredFunction<[{ id: number }], string>()
    const getUser = cache(fn)
    const options = { id: 1 }
    const [first, second] = [getUser(options), getUser({ id: 1 })]
    await flushPromises()
    options.id = 2
    calls[0]?.resolve('user 2')
    await flushPromises()
    calls[1]?.resolve('user 1')
    expect(await Promise.all([first, second])).toEqual(['user 2', 'user 1'])
    expect(await lookup(cache, { id: 1 })).toMatchObject({ hit: true, value: 'user 1' })
  })

  it('is noticed where the function itself changes it, deep inside, and in a synchronous function', async () => {
    const { cache } = createTestCache()
    const addPage = cache.wrapSync((query: { filter: { page: number } }) => (query.filter.page += 1))
    expect(addPage({ filter: { page: 1 } })).toBe(2)
    expect(await lookup(cache, { filter: { page: 1 } })).toEqual({ hit: false })
    expect(await lookup(cache, { filter: { page: 2 } })).toEqual({ hit: false })
  })

  it('changes nothing where the key option does not read it', async () => {
    const { cache } = createTestCache({ key: (user: { id: number }) => user.id })
    const user = { id: 1, name: 'Ada' }
    const call = cache(async (given: { id: number; name: string }) => given.id)(user)
    user.name = 'Grace'
    await call
    expect(await lookup(cache, { id: 1 })).toMatchObject({ hit: true, value: 1 })
  })
})
