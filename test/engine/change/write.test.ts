import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Change } from '../../../src/index.ts'
import { lookup, UnsafeTypeError, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { createManualCache, engineOf } from '../support/manual-cache.ts'
import { createManualStore } from '../support/manual-store.ts'

describe('a write', () => {
  // write    |------v1------~~~~~~~~~|        takes effect first, answers last
  // refresh       |------v2------|            sets v2 in memory
  it('does not overwrite a later value in memory when the store answers it late', async () => {
    const { cache, complete, drain, operations } = createManualCache({ lruSize: 5, lock: false })
    const write = writeCache(cache, 'v1')
    const refresh = cache(() => 'v2').refresh()
    await flushPromises()
    expect(operations.map(({ verb }) => verb)).toEqual(['set', 'set'])
    operations[1]?.answer()
    expect(await refresh).toBe('v2')
    await drain()
    await write
    expect(await complete(lookup(cache))).toMatchObject({ value: 'v2' })
  })

  // write    |----------------v2----|         takes effect last
  // another      |-v1-|                        notifies this engine
  // read               |--v1--|                sets v1 in memory
  it('leaves no older value in memory than the one it stored', async () => {
    const manual = createManualStore()
    let notify = (_change: Change): void => undefined
    Object.assign(manual.store, {
      subscribe(listener: typeof notify) {
        notify = listener
        return () => undefined
      },
    })
    const { cache, clock } = createTestCache({ store: manual.store, lruSize: 5 })
    const address = { path: 'test', key: '', exact: false }
    const write = writeCache(cache, 'v2')
    manual.inner.set(address, { key: '', storedAt: clock.now(), tags: [], value: 'v1' }, builtInTypes)
    notify({ type: 'set', address })
    const read = lookup(cache)
    manual.operations[1]?.answer()
    expect(await read).toMatchObject({ value: 'v1' })
    manual.operations[0]?.answer()
    await write
    const after = lookup(cache)
    for (const operation of [...manual.operations]) operation.answer()
    expect(await after).toMatchObject({ value: 'v2' })
  })

  it('rejects if the value cannot be stored, and leaves no slot', async () => {
    const { cache } = createTestCache({ lruSize: 5 })
    await writeCache(cache, 'old')
    await expect(writeCache(cache, () => 'function')).rejects.toThrow(UnsafeTypeError)
    expect(await lookup(cache)).toMatchObject({ value: 'old' })
    expect([...engineOf(cache).slots.values()]).toEqual([])
  })
})
