import { describe, expect, expectTypeOf, it } from 'vitest'
import type { EntryInfo, Store } from '../../../src/index.ts'
import { memoryStore } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'

// `info`, `exists` and `age` of cached functions reach the entry of the call, and never read its value.

/** Creates a store whose values cannot be read once `isClosed` says so. */
function withoutValues(isClosed: () => boolean): Store {
  const inner = memoryStore()
  return {
    ...inner,
    get(...args) {
      if (isClosed()) throw new Error('the value was read')
      return inner.get(...args)
    },
  }
}

interface Verbs {
  info(...args: readonly unknown[]): EntryInfo | Promise<EntryInfo>
  exists(...args: readonly unknown[]): boolean | Promise<boolean>
  age(...args: readonly unknown[]): number | null | Promise<number | null>
}

async function describeWith(verbs: Verbs, ...args: readonly unknown[]): Promise<unknown[]> {
  return [await verbs.info(...args), await verbs.exists(...args), await verbs.age(...args)]
}

const missing = { exists: false, age: null, expired: false, stale: false, expiresIn: null, size: 0 }

describe('a cached function', () => {
  it.each(['wrap', 'wrapSync'] as const)('describes its entries: %s', async (form) => {
    let isClosed = false
    const { cache, clock } = createTestCache({
      store: form === 'wrap' ? withoutValues(() => isClosed) : memoryStore(),
      duration: '1h',
    })
    const getLength = cache[form]((text: string) => text.length)
    await getLength('four')
    isClosed = true
    clock.advance('2h')
    const [info, exists, age] = await describeWith(getLength, 'four')
    expect(info).toMatchObject({ exists: true, age: 7_200_000, expired: true, stale: false, expiresIn: -3_600_000 })
    expect([exists, age]).toEqual([true, 7_200_000])
    expect(info).toEqual(await cache.info('four'))
    expect(await describeWith(getLength, 'five!')).toEqual([expect.objectContaining(missing), false, null])
  })

  it('describes the entry of the overrides it was wrapped with', async () => {
    const { cache } = createTestCache({ duration: '1h' })
    const getUser = cache.at('users')((id: number, _page?: number) => id, { key: (id) => id, duration: '2h' })
    await getUser(1, 5)
    expect(await getUser.info(1, 9)).toMatchObject({ exists: true, expiresIn: 7_200_000, path: 'test/users 1' })
    expect(await cache.exists(1)).toBe(false)
  })

  it('rejects for arguments without a stable identity, also if it is not asynchronous', async () => {
    const { cache } = createTestCache()
    const call = cache((fn: () => void) => fn.length)
    await expect(call.info(() => {})).rejects.toThrow(expect.objectContaining({ name: 'InvalidKeyError' }))
    await expect(call.exists(() => {})).rejects.toThrow(expect.objectContaining({ name: 'InvalidKeyError' }))
    await expect(call.age(() => {})).rejects.toThrow(expect.objectContaining({ name: 'InvalidKeyError' }))
  })
})

it('has the types of the arguments', () => {
  const { cache } = createTestCache()
  const getUser = cache(async (id: number) => ({ id }))
  const getSync = cache.wrapSync((id: number) => ({ id }))
  expectTypeOf(getUser.info).toEqualTypeOf<(id: number) => Promise<EntryInfo>>()
  expectTypeOf(getUser.age).toEqualTypeOf<(id: number) => Promise<number | null>>()
  expectTypeOf(getSync.exists).toEqualTypeOf<(id: number) => boolean>()
})
