import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { memoryStore, StoreError, subscribe, writeCache } from '../../src/index.ts'
import { createTestCache } from '../../src/testing.ts'
import { recordLogLines } from '../support/log-lines.ts'

const lines = recordLogLines()
const warnings = () => lines.filter((line) => line.startsWith('warn'))
const errors = () => lines.filter((line) => line.startsWith('error'))

function fail(): never {
  throw new Error('broken')
}

/** Calls `call` with 0, 1, 2 … */
async function callEach(times: number, call: (index: number) => unknown): Promise<void> {
  for (let index = 0; index < times; index += 1) await call(index)
}

/** Creates a store that runs `before` with the count of its calls of `verb`, in front of each of them. */
function createStoreWith(verb: 'get' | 'set', before: (count: number) => void): Store {
  const inner = memoryStore()
  const method = inner[verb].bind(inner) as (...args: readonly unknown[]) => Promise<unknown> // its types are those of the verb
  let count = 0
  return Object.assign(inner, {
    [verb]: async (...args: readonly unknown[]) => {
      count += 1
      before(count)
      return method(...args)
    },
  })
}

describe('a trouble of one entry', () => {
  it.each([
    ['condition', { condition: fail }],
    ['tags', { tags: fail }],
  ])('that its %s causes at each call is named once, then counted', async (option, options) => {
    const cached = createTestCache(options).cache(() => 1)
    await callEach(1_000, () => cached())
    expect(lines).toEqual([
      `warn cachetta: the ${option} of test threw; the value is not stored`,
      `warn cachetta: the ${option} of test threw; the value is not stored (100 of this kind)`,
      `warn cachetta: the ${option} of test threw; the value is not stored (1000 of this kind)`,
    ])
  })

  it('that a synchronous function causes is named once, then counted', () => {
    const cached = createTestCache({ condition: fail }).cache.wrapSync(() => 1)
    for (let count = 0; count < 1_000; count += 1) cached()
    expect(warnings()).toHaveLength(3)
  })

  it('is named for each of two entries, and for each kind', async () => {
    const cached = createTestCache({ condition: fail }).cache((_id: number) => 1)
    const tagged = createTestCache({ tags: fail }).cache((_id: number) => 1)
    for (const id of [1, 2, 1, 2]) await Promise.all([cached(id), tagged(id)])
    expect(warnings().map((line) => /(condition|tags) of test \d/.exec(line)?.[0])).toEqual([
      'condition of test 1',
      'tags of test 1',
      'condition of test 2',
      'tags of test 2',
    ])
  })

  it('is named again after it was over', async () => {
    let isBroken = true
    const condition = () => isBroken && fail()
    const cached = createTestCache({ condition }).cache(() => 1)
    await callEach(5, () => cached())
    isBroken = false
    await cached()
    isBroken = true
    await callEach(5, () => cached())
    expect(warnings()).toHaveLength(2)
  })

  it('is named again after an hour without it', async () => {
    const { cache, clock } = createTestCache({ condition: fail })
    const cached = cache(() => 1)
    await cached()
    clock.advance('59m')
    await cached()
    expect(warnings()).toHaveLength(1)
    clock.advance('61m')
    await cached()
    expect(warnings()).toHaveLength(2)
  })

  it('is named while another trouble of its kind is counted', async () => {
    const cached = createTestCache({ condition: fail }).cache((_id: number) => 1)
    await callEach(150, () => cached(1))
    await cached(2)
    expect(warnings().at(-1)).toContain('condition of test 2 threw')
  })
})

describe('a flood', () => {
  it('of staleIfError has few lines', async () => {
    let isBroken = false
    const { cache, clock } = createTestCache({ duration: '1s', staleIfError: '1d' })
    const cached = cache(() => (isBroken ? fail() : 1))
    await cached()
    clock.advance('2s')
    isBroken = true
    await callEach(2_000, () => cached())
    expect(warnings()).toHaveLength(3)
    isBroken = false
    await cached()
    clock.advance('2s')
    isBroken = true
    await cached()
    expect(warnings()).toHaveLength(4)
  })

  it('of a revalidation that fails has few lines', async () => {
    let isBroken = false
    const { cache, clock } = createTestCache({ duration: '1s', staleDuration: '90d' })
    const cached = cache(() => (isBroken ? fail() : 1))
    await cached()
    isBroken = true
    await callEach(500, async () => {
      clock.advance('61s')
      await cached()
      await new Promise((resolve) => setImmediate(resolve))
    })
    expect(warnings()).toHaveLength(2)
  })

  it.each([2, 3, 7, 100])('of a store that fails at each %ith write has few lines', async (interval) => {
    const store = createStoreWith('set', (count) => count % interval === 0 && fail())
    const { cache } = createTestCache({ store })
    await callEach(10_000, (index) => writeCache(cache, index))
    expect(warnings().length).toBeGreaterThan(1)
    expect(warnings().length).toBeLessThanOrEqual(20)
  })

  it.each([2, 5])('of a store that fails at each %ith write of many entries has few lines', async (interval) => {
    const store = createStoreWith('set', (count) => count % interval === 0 && fail())
    const { cache } = createTestCache({ store })
    await callEach(10_000, (index) => writeCache(cache, index, index))
    expect(warnings().length).toBeLessThanOrEqual(20)
  })

  it.each([2, 5])('of a condition that throws at each %ith call has few lines', async (interval) => {
    let count = 0
    const condition = () => {
      count += 1
      return count % interval !== 0 || fail()
    }
    const cached = createTestCache({ condition, read: false }).cache(() => 1)
    await callEach(5_000, () => cached())
    expect(warnings().length).toBeLessThanOrEqual(20)
  })

  it.each([
    [
      'damaged entries',
      'get',
      () => {
        throw new StoreError('DAMAGED', 'its checksum is wrong')
      },
    ],
    ['entries that cannot be read', 'get', fail],
    ['entries that cannot be written', 'set', fail],
  ] as const)('of %s has few lines, and keeps few of their names', async (_title, verb, before) => {
    const { cache } = createTestCache({ store: createStoreWith(verb, before) })
    const cached = cache((id: number) => id)
    await callEach(5_000, (id) => cached(id))
    expect(warnings().length).toBeLessThanOrEqual(14)
  })

  it('over many entries has few lines, and ends with a success', async () => {
    let isBroken = true
    const condition = () => !isBroken || fail()
    const cached = createTestCache({ condition }).cache((id: number) => id)
    await callEach(5_000, (id) => cached(id))
    expect(warnings()).toHaveLength(12)
    isBroken = false
    await cached(-1)
    isBroken = true
    await cached(-2)
    expect(warnings()).toHaveLength(13)
  })

  it('of damaged files that each call replaces has few lines', async () => {
    const store = createStoreWith('get', () => {
      throw new StoreError('DAMAGED', 'its checksum is wrong')
    })
    const cached = createTestCache({ store }).cache((id: number) => id)
    await callEach(5_000, (index) => cached(index % 3))
    expect(warnings().length).toBeLessThanOrEqual(20)
  })

  it('of requests to a server has few lines: their scopes share what was said', async () => {
    const { cache } = createTestCache({ condition: fail })
    await callEach(500, () => cache.scope()(() => 1)())
    expect(warnings()).toHaveLength(2)
  })

  it('of writes that fail in scopes has few lines', async () => {
    const { cache } = createTestCache({ store: createStoreWith('set', fail) })
    await callEach(500, (index) => writeCache(cache.scope(), index))
    expect(lines.filter((line) => line.includes('works again'))).toEqual([])
    expect(warnings()).toHaveLength(2)
  })

  it('of errors of a subscriber has few lines', async () => {
    const { cache } = createTestCache()
    const unsubscribe = subscribe(cache, 'a', fail)
    await callEach(500, (index) => writeCache(cache, index, 'a'))
    unsubscribe()
    expect(errors()).toHaveLength(2)
  })

  it('of arguments that change has few lines', async () => {
    const cached = createTestCache().cache(async (argument: { id: number }) => {
      argument.id += 1
      return argument.id
    })
    await callEach(500, () => cached({ id: 0 }))
    expect(warnings()).toHaveLength(2)
  })
})
