import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, mutate, peek, prefetch, subscribe, UnsafeTypeError } from '../../../src/index.ts'
import { dehydrate, hydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

recordLogLines()

describe('a mutation that the store refuses late', () => {
  it('does not bring its value back over that of a later one', async () => {
    let refuse = () => {}
    const refused = new Promise<void>((resolve) => {
      refuse = resolve
    })
    const inner = memoryStore()
    const set: Store['set'] = async (address, entry, types) => {
      if (entry.value !== 'refused') return inner.set(address, entry, types)
      await refused
      throw new UnsafeTypeError('it cannot come back')
    }
    const { cache } = createTestCache({ store: { ...inner, set } })
    const stop = subscribe(cache, 'key', () => {})
    const first = mutate(cache, 'key', 'refused', false)
    await flushPromises()
    expect(peek(cache, 'key')).toBe('refused')
    await mutate(cache, 'key', 'later', false)
    refuse()
    await first
    expect(peek(cache, 'key')).toBe('later')
    stop()
  })
})

describe('a mutation', () => {
  it('shows what a function makes of the value in this very moment, where it need not be waited for', async () => {
    const { cache } = createTestCache()
    await mutate(cache, 'count', 1, false)
    const second = mutate<number>(cache, 'count', (count) => (count ?? 0) + 1, false)
    expect(peek(cache, 'count')).toBe(2)
    await second
  })

  it('does not put its value back, once it is stored, over a newer one that came with a page meanwhile', async () => {
    const stored = createDeferred<void>()
    const { subscribe: _, ...inner } = memoryStore() // it would tell of a late write as of someone else's
    const set: Store['set'] = async (address, entry, types) => {
      if (entry.value === 'mine') await stored.promise
      return inner.set(address, entry, types)
    }
    const { cache, clock } = createTestCache({ store: { ...inner, set } })
    const mine = mutate(cache, 'key', 'mine', false)
    clock.advance('2s')
    hydrate(cache, await stateOf('newer', clock.now()))
    expect(peek(cache, 'key')).toBe('newer')
    stored.resolve()
    await mine
    expect(peek(cache, 'key')).toBe('newer')
  })
})

async function stateOf(value: string, at: number): Promise<string> {
  const { cache, clock } = createTestCache()
  clock.set(at)
  const scope = cache.scope()
  await prefetch(scope, 'key', () => value)
  return dehydrate(scope)
}
