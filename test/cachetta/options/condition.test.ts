import { describe, expect, it } from 'vitest'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

describe('condition', () => {
  it('stores only values for which it is true, and returns all', async () => {
    const { cache } = createTestCache({ condition: (value) => value !== null })
    const cached = cache((n: number) => (n > 0 ? n : null))
    expect([await cached(1), await cached(0)]).toEqual([1, null])
    expect([await cache.exists(1), await cache.exists(0)]).toEqual([true, false])
  })

  it('may be asynchronous, and gets the arguments', async () => {
    const { cache } = createTestCache()
    const cached = cache((n: number, kind: string) => `${kind}${n}`, {
      condition: async (value, n, kind) => value === 'a1' && n === 1 && kind === 'a',
    })
    await cached(1, 'a')
    await cached(2, 'a')
    expect([await cache.exists(1, 'a'), await cache.exists(2, 'a')]).toEqual([true, false])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('oops')
      },
    ],
    ['rejects', () => Promise.reject(new Error('oops'))],
  ])('that %s counts as false and is logged', async (_what, condition) => {
    const { cache } = createTestCache({ condition })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await cache.exists()).toBe(false)
    expect(lines).toEqual([expect.stringContaining('condition')])
  })
})
