import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Change } from '../../../src/index.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'
import { createControlledStore } from './support/controlled-store.ts'
import { addressOf, createEntry, createTwoTiers, get, set } from './support/two-tiers.ts'

const messages: readonly Change[] = [
  { type: 'delete', address: addressOf('a') },
  { type: 'set', address: addressOf('a') },
  { type: 'invalidate', base: 'a' },
  { type: 'invalidate', tags: ['t'] },
  { type: 'missed' },
]

describe.each(messages)('a message of $type $base $tags', (message) => {
  it('keeps a read from copying what it saw before', async () => {
    const { far, near, store } = createTwoTiers()
    await set(far.medium, 'a', 'old', { tags: ['t'] })
    const answer = far.holdNext('get')
    const reading = get(store, 'a')
    await flushPromises()
    await far.medium.delete(addressOf('a'))
    far.tell(message)
    answer.resolve()
    expect(await reading).toBe('old') // the cache reads again, because it has heard of the change, too
    expect(await get(near.medium, 'a')).toBe(null)
    expect(await get(store, 'a')).toBe(null)
  })

  it('ends a copy that is on its way', async () => {
    const { far, near, store } = createTwoTiers()
    await set(far.medium, 'a', 'old', { tags: ['t'] })
    const copied = near.holdNext('set')
    const reading = get(store, 'a')
    await flushPromises()
    await far.medium.delete(addressOf('a'))
    far.tell(message)
    copied.resolve()
    await reading
    expect(await get(store, 'a')).toBe(null)
  })

  it('keeps a comparison from counting', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 'old', { tags: ['t'] })
    const restarted = createTwoTiers(near, far)
    const compared = far.holdNext('stat')
    const reading = get(restarted.store, 'a')
    await flushPromises()
    await far.medium.delete(addressOf('a'))
    near.failing = ['delete', 'deleteAll', 'deleteTagged'] // so that the copy stays
    far.tell(message)
    compared.resolve()
    await reading
    expect(await get(restarted.store, 'a')).toBe(null)
  })

  it('keeps a write from copying what was changed since', async () => {
    const { far, store } = createTwoTiers()
    const stored = far.holdNext('set')
    const writing = set(store, 'a', 'old', { tags: ['t'] })
    await flushPromises()
    await far.medium.delete(addressOf('a'))
    far.tell(message)
    stored.resolve()
    await writing
    expect(await get(store, 'a')).toBe(null)
  })
})

describe('a change of our own', () => {
  it('supersedes a read that began before', async () => {
    const { far, near, store } = createTwoTiers()
    await set(far.medium, 'a', 'old')
    const answer = far.holdNext('get')
    const reading = get(store, 'a')
    await flushPromises()
    await set(store, 'a', 'new')
    answer.resolve()
    await reading
    expect([await get(near.medium, 'a'), await get(store, 'a')]).toEqual(['new', 'new'])
  })

  it('supersedes a read that began before the far tier had carried it out', async () => {
    const carriedOut = createDeferred<void>()
    const far = createControlledStore('far', {
      set: async (...args) => carriedOut.promise.then(() => far.medium.set(...args)),
      deleteAll: async () => carriedOut.promise.then(() => far.medium.delete(addressOf('b'))),
    })
    const { store } = createTwoTiers(createControlledStore('near'), far)
    const reads: (() => void)[] = []
    for (const path of ['a', 'b']) await set(far.medium, path, 'old')
    const changes = [set(store, 'a', 'new'), store.deleteAll?.('b')]
    const [readingA, readingB] = ['a', 'b'].map((path) => {
      const answer = far.holdNext('get')
      reads.push(answer.resolve)
      return get(store, path)
    })
    await flushPromises()
    carriedOut.resolve()
    await Promise.all(changes)
    for (const answer of reads) answer()
    expect(await Promise.all([readingA, readingB])).toEqual(['old', 'old'])
    far.failing = true // so that a copy would be served
    expect([await get(store, 'a'), await get(store, 'b')]).toEqual(['new', null])
  })

  it('supersedes an earlier one whose answer comes later', async () => {
    const { far, near, store } = createTwoTiers()
    const first = far.holdNext('set')
    const writing = set(store, 'a', 1)
    await set(store, 'a', 2)
    first.resolve()
    await writing
    expect([await get(near.medium, 'a'), await get(store, 'a')]).toEqual([2, 2])
  })

  it.each(['delete', 'deleteAll'])('leaves no copy of a write that was still running: %s', async (verb) => {
    const { far, near, store } = createTwoTiers()
    const stored = far.holdNext('set')
    const writing = set(store, 'a', 1)
    await (verb === 'delete' ? store.delete(addressOf('a')) : store.deleteAll?.('a'))
    stored.resolve()
    await writing
    expect(await get(near.medium, 'a')).toBe(null)
  })
})

it('writes a result under the lock of the far tier, in one step there, and then to the near tier', async () => {
  const results = [true, false]
  const far = createControlledStore('far', {
    lock: async (address) => ({
      isHeld: async () => true,
      release: async () => {},
      async set(entry, types) {
        const isHeld = results.shift() === true
        if (isHeld) await far.medium.set(address, entry, types)
        return isHeld
      },
    }),
  })
  const { near, store } = createTwoTiers(createControlledStore('near'), far)
  const lock = await store.lock?.(addressOf('a'), false)
  expect(await lock?.set?.(createEntry('first'), builtInTypes)).toBe(true)
  expect([await get(far.medium, 'a'), await get(near.medium, 'a')]).toEqual(['first', 'first'])
  expect(await lock?.set?.(createEntry('second'), builtInTypes)).toBe(false)
  expect([await get(near.medium, 'a'), await get(store, 'a')]).toEqual(['first', 'first'])
})
