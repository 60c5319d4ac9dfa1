import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { Cachetta, memoryStore, tieredStore } from '../../../src/index.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { createControlledStore } from './support/controlled-store.ts'
import { addressOf, createEntry, createTwoTiers, get, set } from './support/two-tiers.ts'

const lines = recordLogLines()

describe('while the far tier fails', () => {
  it('serves, computes and keeps on this machine, and logs one line', async () => {
    const [near, far] = [createControlledStore('near'), createControlledStore('far')]
    const cache = new Cachetta({ path: 'a', store: tieredStore([near.store, far.store]), duration: '1h' })
    let computations = 0
    const compute = cache(async (id: number) => {
      computations += 1
      return id
    })
    await compute(1)
    far.failing = true
    for (let call = 0; call < 5; call += 1) expect([await compute(1), await compute(2)]).toEqual([1, 2])
    expect(computations).toBe(2)
    expect(lines).toEqual([
      'warn cachetta: the tiered store cannot keep its entries: the tier "far" fails, and the other tiers work without it: get fails',
    ])
  })

  it('never returns to an older value after it works again', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 'old')
    far.failing = true
    await set(store, 'a', 'new')
    expect(await get(store, 'a')).toBe('new')
    far.failing = false
    far.tell({ type: 'missed' })
    expect(await get(store, 'a')).toBe(null)
    expect(await get(far.medium, 'a')).toBe(null)
  })

  it('deletes later what could not be deleted', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 'old')
    far.failing = true
    await expect(store.delete(addressOf('a'))).rejects.toThrow('delete fails')
    expect(await get(store, 'a')).toBe(null)
    far.failing = false
    expect(await get(store, 'a')).toBe(null)
    expect(await get(far.medium, 'a')).toBe(null)
  })

  it('deletes what is owed as soon as anything works again', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 'old')
    far.failing = true
    await set(store, 'a', 'new')
    far.failing = false
    await set(store, 'b', 1)
    await expect.poll(() => get(far.medium, 'a')).toBe(null)
  })

  it('keeps what only the write to it failed for', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 'old')
    far.failing = ['set']
    await set(store, 'a', 'new')
    expect([await get(store, 'a'), await get(store, 'a')]).toEqual(['new', 'new'])
    far.failing = false
    await set(store, 'b', 1)
    expect(await get(store, 'a')).toBe(null)
  })

  it('lets one of the processes of this machine compute', async () => {
    const { far, store } = createTwoTiers()
    far.failing = true
    const lock = await store.lock?.(addressOf('a'), false)
    expect(await lock?.isHeld()).toBe(true)
    expect(await store.lock?.(addressOf('a'), false)).toBe(null)
    await lock?.release()
    expect(await store.lock?.(addressOf('a'), false)).not.toBe(null)
  })

  it('refuses a write that no tier keeps', async () => {
    const { far, near, store } = createTwoTiers()
    far.failing = near.failing = true
    await expect(set(store, 'a', 1)).rejects.toThrow('set fails')
    await expect(get(store, 'a')).rejects.toThrow('get fails')
  })
})

describe('while the near tier fails', () => {
  it('works with the far tier, and reports it once', async () => {
    const { far, near, reports, store } = createTwoTiers()
    near.failing = true
    await set(store, 'a', 1)
    expect(await get(store, 'a')).toBe(1)
    await store.delete(addressOf('a'))
    expect([await get(store, 'a'), await get(far.medium, 'a')]).toEqual([null, null])
    expect(reports).toEqual(['the tier "near" fails, and the other tiers work without it: set fails'])
  })

  it('does not serve a copy that it could not delete', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 'old')
    near.failing = ['delete']
    await far.medium.delete(addressOf('a'))
    far.tell({ type: 'delete', address: addressOf('a') })
    await expect.poll(() => near.calls.at(-1)).toBe('delete')
    far.failing = true
    expect(await get(store, 'a')).toBe(null)
    expect(await store.stat(addressOf('a'))).toBe(null)
  })

  it('does not serve a copy that it is deleting', async () => {
    const near = createControlledStore('near', { delete: () => new Promise(() => {}) })
    const { far, store } = createTwoTiers(near)
    await set(store, 'a', 'old')
    far.tell({ type: 'delete', address: addressOf('a') })
    far.failing = true
    expect(await get(store, 'a')).toBe(null)
  })

  it('serves what was stored after a change that it could not carry out', async () => {
    const near = createControlledStore('near')
    const { far, store } = createTwoTiers(near)
    near.failing = ['deleteTagged']
    far.tell({ type: 'invalidate', tags: ['t'] })
    await set(store, 'a', 'new', { tags: ['t'], storedAt: Date.now() + 1 })
    far.tell({ type: 'missed' })
    far.failing = true
    expect(await get(store, 'a')).toBe('new')
  })

  it('does not serve a copy that it could not replace', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 'old')
    near.failing = ['set', 'delete']
    await set(store, 'a', 'new', { storedAt: Date.now() })
    expect(await get(store, 'a')).toBe('new')
    far.failing = true
    expect(await get(store, 'a')).toBe(null)
  })
})

it('keeps the old entry and its copy if a value cannot be stored', async () => {
  const { near, store } = createTwoTiers(createControlledStore('near'), {
    ...createControlledStore('far'),
    store: memoryStore(),
  })
  await set(store, 'a', 'old')
  const entry = createEntry(() => undefined)
  await expect(store.set(addressOf('a'), entry, builtInTypes)).rejects.toMatchObject({ code: 'UNSAFE_TYPE' })
  expect([await get(near.medium, 'a'), await get(store, 'a')]).toEqual(['old', 'old'])
})

describe('a tier that hangs', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('costs a read its bound once, and then a moment', async () => {
    for (const hanging of ['near', 'far'] as const) {
      const tiers = createTwoTiers()
      const { far, near, store } = tiers
      await set(near.medium, 'a', 1, { storedAt: 1 })
      await set(far.medium, 'a', 1, { storedAt: 1 })
      const method = hanging === 'near' ? 'get' : 'stat'
      const elapsed: number[] = []
      for (let call = 0; call < 2; call += 1) {
        tiers[hanging].holdNext(method)
        const startedAt = Date.now()
        const reading = get(store, 'a')
        await vi.runAllTimersAsync()
        expect(await reading).toBe(1)
        elapsed.push(Date.now() - startedAt)
      }
      expect(elapsed).toEqual(hanging === 'near' ? [1_000, 100] : [2_000, 100])
    }
  })
})
