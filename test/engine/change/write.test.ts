import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Change } from '../../../src/index.ts'
import { lookup, UnsafeTypeError, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { createManualCache, engineOf } from '../support/manual-cache.ts'
import { createManualStore } from '../support/manual-store.ts'

describe('a write', () => {
  // write    |------v1------~~~~~~~~~|        takes effect first, is answered last
  // refresh       |------v2------|            remembered
  it('that is answered late does not replace in memory what was stored after it', async () => {
    const { cache, drain, operations } = createManualCache({ lruSize: 5, lock: false })
    const written = writeCache(cache, 'v1')
    const refreshed = cache(() => 'v2').refresh()
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(['set', 'set'])
    operations[1]?.answer()
    expect(await refreshed).toBe('v2')
    await drain()
    await written
    const found = lookup(cache)
    await drain()
    expect(await found).toMatchObject({ value: 'v2' })
  })

  // write    |----------------v2----|         takes effect last
  // another      |-v1-|                        reported
  // read               |--v1--|                remembered
  it('leaves nothing older in memory than what it has stored', async () => {
    const hand = createManualStore()
    let tell = (_change: Change): void => undefined
    Object.assign(hand.store, {
      subscribe(listener: typeof tell) {
        tell = listener
        return () => undefined
      },
    })
    const { cache, clock } = createTestCache({ store: hand.store, lruSize: 5 })
    const address = { path: 'test', key: '', exact: false }
    const written = writeCache(cache, 'v2')
    hand.inner.set(address, { key: '', storedAt: clock.now(), tags: [], value: 'v1' }, builtInTypes)
    tell({ type: 'set', address })
    const read = lookup(cache)
    hand.operations[1]?.answer()
    expect(await read).toMatchObject({ value: 'v1' })
    hand.operations[0]?.answer()
    await written
    const after = lookup(cache)
    for (const operation of [...hand.operations]) operation.answer()
    expect(await after).toMatchObject({ value: 'v2' })
  })

  it('of what cannot be stored rejects and leaves no slot behind', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    await writeCache(cache, 'old')
    await expect(writeCache(cache, () => 'function')).rejects.toThrow(UnsafeTypeError)
    expect(await lookup(cache)).toMatchObject({ value: 'old' })
    expect([...engineOf(cache).slots.values()]).toEqual([])
  })
})
