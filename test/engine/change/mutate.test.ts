import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { memoryStore, mutate, peek, prefetch, subscribe, UnsafeTypeError } from '../../../src/index.ts'
import { dehydrate, hydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

recordLogLines()

describe('a mutation whose value the store refuses', () => {
  it('does not overwrite the value of a later mutation when the store refuses it late', async () => {
    let refuse = () => {}
    const refused = new Promise<void>((resolve) => {
      refuse = resolve
    })
    const inner = memoryStore()
    const set: Store['set'] = async (address, entry, types) => {
      if (entry.value !== 'refused') return inner.set(address, entry, types)
      await refused
      throw new UnsafeTypeError('it cannot be restored')
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
  it('shows the result of a synchronous function at once', async () => {
    const { cache } = createTestCache()
    await mutate(cache, 'count', 1, false)
    const second = mutate<number>(cache, 'count', (count) => (count ?? 0) + 1, false)
    expect(peek(cache, 'count')).toBe(2)
    await second
  })

  it('does not overwrite a newer value that came with a page before the mutation was stored', async () => {
    const storing = createDeferred<void>()
    const { subscribe: _, ...inner } = memoryStore() // with `subscribe`, the late write would look like one of another engine
    const set: Store['set'] = async (address, entry, types) => {
      if (entry.value === 'mutated') await storing.promise
      return inner.set(address, entry, types)
    }
    const { cache, clock } = createTestCache({ store: { ...inner, set } })
    const mutation = mutate(cache, 'key', 'mutated', false)
    clock.advance('2s')
    hydrate(cache, await createState('newer', clock.now()))
    expect(peek(cache, 'key')).toBe('newer')
    storing.resolve()
    await mutation
    expect(peek(cache, 'key')).toBe('newer')
  })
})

async function createState(value: string, storedAt: number): Promise<string> {
  const { cache, clock } = createTestCache()
  clock.set(storedAt)
  const scope = cache.scope()
  await prefetch(scope, 'key', () => value)
  return dehydrate(scope)
}
