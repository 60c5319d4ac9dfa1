import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { InvalidOptionError, memoryStore, tieredStore } from '../../../src/index.ts'
import { createControlledStore } from './support/controlled-store.ts'
import { addressOf, createEntry, createTwoTiers, get, set } from './support/two-tiers.ts'

describe('a read', () => {
  it('does not ask the far tier for what the near one has', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    far.calls.length = near.calls.length = 0
    expect(await get(store, 'a')).toBe(1)
    expect([near.calls, far.calls]).toEqual([['get'], []])
  })

  it('takes one call of the far tier if the near one has nothing, and none from then on', async () => {
    const { far, store } = createTwoTiers()
    await set(far.medium, 'a', 1)
    expect(await get(store, 'a')).toBe(1)
    expect(far.calls).toEqual(['get'])
    expect(await get(store, 'a')).toBe(1)
    expect(await get(store, 'missing')).toBe(null)
    expect(far.calls).toEqual(['get', 'get'])
  })

  it('copies the header unchanged', async () => {
    const { far, near, store } = createTwoTiers()
    const more = { tags: ['t'], version: 2, duration: 5, staleDuration: 6, staleIfError: Number.POSITIVE_INFINITY }
    const entry = createEntry({ a: 1 }, more)
    await far.medium.set(addressOf('a'), entry, builtInTypes)
    await store.get(addressOf('a'), builtInTypes)
    expect(await near.medium.get(addressOf('a'), builtInTypes)).toEqual(entry)
  })

  it('reads what the near tier has evicted from the far one', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    await near.medium.delete(addressOf('a'))
    expect(await get(store, 'a')).toBe(1)
    expect(await get(far.medium, 'a')).toBe(1)
    expect(await get(near.medium, 'a')).toBe(1)
  })

  it('of three tiers copies to all that have nothing', async () => {
    const [near, middle, far] = ['near', 'middle', 'far'].map((name) => createControlledStore(name))
    if (!near || !middle || !far) throw new Error('three stores were made')
    const store = tieredStore([near.store, middle.store, far.store])
    await set(far.medium, 'a', 1)
    expect(await get(store, 'a')).toBe(1)
    expect(await Promise.all([near, middle].map(({ medium }) => get(medium, 'a')))).toEqual([1, 1])
  })
})

describe('a copy of an earlier process', () => {
  it('is compared with the far tier once', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    const restarted = createTwoTiers(near, far)
    far.calls.length = 0
    expect(await get(restarted.store, 'a')).toBe(1)
    expect(await get(restarted.store, 'a')).toBe(1)
    expect(far.calls).toEqual(['stat'])
  })

  it('is deleted if the entry was invalidated while the machine was down', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    await far.medium.delete(addressOf('a'))
    const restarted = createTwoTiers(near, far)
    expect(await get(restarted.store, 'a')).toBe(null)
    expect(await get(near.medium, 'a')).toBe(null)
  })

  it('is replaced if the entry was replaced while the machine was down', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    await set(far.medium, 'a', 2)
    const restarted = createTwoTiers(near, far)
    expect(await get(restarted.store, 'a')).toBe(2)
    expect(await get(near.medium, 'a')).toBe(2)
  })

  it('is served while the far tier is down', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    const restarted = createTwoTiers(near, far)
    far.failing = true
    expect(await get(restarted.store, 'a')).toBe(1)
    expect((await restarted.store.stat(addressOf('a')))?.key).toBe('')
  })
})

describe('without messages of the far tier', () => {
  it('compares a copy with the far tier at each use', async () => {
    const far = createControlledStore('far')
    const { subscribe: _, ...silent } = far.store
    const store = tieredStore([memoryStore(), silent])
    await set(store, 'a', 1)
    far.calls.length = 0
    expect([await get(store, 'a'), await get(store, 'a')]).toEqual([1, 1])
    expect(far.calls).toEqual(['stat', 'stat'])
    await set(far.medium, 'a', 2)
    expect(await get(store, 'a')).toBe(2)
  })

  it('does so, too, if the far tier cannot listen, and after the last listener has left', async () => {
    const far = createControlledStore('far')
    const { subscribe } = far.store
    let canListen = false
    const store = tieredStore([
      memoryStore(),
      {
        ...far.store,
        subscribe(listener) {
          if (!canListen) throw new Error('not connected')
          return subscribe?.(listener) ?? (() => {})
        },
      },
    ])
    const countCalls = async () => {
      far.calls.length = 0
      for (let read = 0; read < 3; read += 1) expect(await get(store, 'a')).toBe(1)
      return far.calls.length
    }
    await set(store, 'a', 1)
    expect(() => store.subscribe?.(() => {})).toThrow('not connected')
    expect(await countCalls()).toBe(3)
    canListen = true
    const stop = store.subscribe?.(() => {})
    expect(await countCalls()).toBe(1)
    stop?.()
    expect(await countCalls()).toBe(3)
  })
})

describe('a change by another machine', () => {
  it('deletes the copy of its entry', async () => {
    const { far, near, store } = createTwoTiers()
    await set(store, 'a', 1)
    await far.medium.delete(addressOf('a'))
    far.tell({ type: 'delete', address: addressOf('a') })
    expect(await get(near.medium, 'a')).toBe(null)
    expect(await get(store, 'a')).toBe(null)
  })

  it('reaches the copies before it reaches the memory of a cache', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 1)
    let found: Promise<unknown> | undefined
    store.subscribe?.(() => {
      found = get(store, 'a')
    })
    await set(far.medium, 'a', 2)
    far.tell({ type: 'set', address: addressOf('a') })
    expect(await found).toBe(2)
  })

  it('of many entries deletes their copies, by a base or a tag', async () => {
    const { far, near, store, changes } = createTwoTiers()
    await set(store, 'a/1', 1)
    await set(store, 'b/1', 1, { tags: ['t'] })
    await set(store, 'c/1', 1)
    far.tell({ type: 'invalidate', base: 'a' })
    far.tell({ type: 'invalidate', tags: ['t'] })
    await expect
      .poll(() => Promise.all(['a/1', 'b/1', 'c/1'].map((path) => get(near.medium, path))))
      .toEqual([null, null, 1])
    expect(changes.map(({ type }) => type)).toEqual(['invalidate', 'invalidate'])
  })

  it('of a tag deletes the copies that a near tier cannot find by a tag', async () => {
    const { deleteTagged: _, tagged: __, ...plain } = createControlledStore('near').store
    const near = { ...createControlledStore('near'), store: plain }
    const { far, store } = createTwoTiers(near)
    await set(store, 'a', 1, { tags: ['t'] })
    await set(store, 'b', 1)
    far.tell({ type: 'invalidate', tags: ['t'] })
    await expect.poll(() => Promise.all([get(plain, 'a'), get(plain, 'b')])).toEqual([null, 1])
    far.failing = true
    expect([await get(store, 'a'), await get(store, 'b')]).toEqual([null, 1])
  })

  it('that may have been missed makes each copy be compared again', async () => {
    const { far, store } = createTwoTiers()
    await set(store, 'a', 1)
    await set(store, 'b', 1)
    await far.medium.delete(addressOf('a'))
    far.tell({ type: 'missed' })
    expect([await get(store, 'a'), await get(store, 'b')]).toEqual([null, 1])
  })

  it('is told, and changes of our own are not', async () => {
    const far = createControlledStore('far')
    const noisy = memoryStore() // it tells of all changes, within the call
    const { store, changes } = createTwoTiers(createControlledStore('near'), { ...far, store: noisy })
    await set(store, 'a', 1)
    await store.delete(addressOf('a'))
    expect(changes).toEqual([])
    await set(noisy, 'a', 2)
    expect(changes).toEqual([{ type: 'set', address: addressOf('a') }])
  })

  it('shows even if the copy has been put there by another process of this machine', async () => {
    const { near, store } = createTwoTiers()
    const old = createEntry('old')
    await set(store, 'a', 'new')
    await near.medium.set(addressOf('a'), old, builtInTypes) // its message has not come there yet
    expect(await get(store, 'a')).toBe('new')
  })
})

describe('names', () => {
  it('of the far tier are resolved by a near tier of files', async () => {
    const near = createControlledStore('near', { createPathResolver: () => (path) => `/machine/${path}` })
    const { far, store } = createTwoTiers(near)
    await set(store, 'a/b', 1)
    expect(store.createPathResolver).toBe(undefined)
    expect(await get(far.medium, 'a/b')).toBe(1)
    expect(await get(near.medium, '/machine/a/b')).toBe(1)
    far.tell({ type: 'invalidate', base: 'a' })
    await expect.poll(() => get(near.medium, '/machine/a/b')).toBe(null)
  })

  it('are those of the far tier if it has files', () => {
    const far = createControlledStore('far', { createPathResolver: () => (path) => `/far/${path}` })
    const { store } = createTwoTiers(createControlledStore('near'), far)
    expect(store.createPathResolver?.()('a')).toBe('/far/a')
  })
})

it('sweeps the copies of which the far tier has no entry, or another one', async () => {
  const { far, near, store } = createTwoTiers()
  for (const path of ['a/gone', 'a/other', 'a/same', 'b/gone']) await set(store, path, 1)
  for (const path of ['a/gone', 'b/gone']) await far.medium.delete(addressOf(path))
  await set(far.medium, 'a/other', 2)
  await store.sweep?.('a')
  const copies = await Promise.all(['a/gone', 'a/other', 'a/same', 'b/gone'].map((path) => get(near.medium, path)))
  expect(copies).toEqual([null, null, 1, 1])
})

it('rejects a sweep during which the far tier fails', async () => {
  const { far, store } = createTwoTiers()
  for (let number = 0; number < 3; number += 1) await set(store, `a/${number}`, 1)
  far.failing = ['stat']
  await expect(store.sweep?.('a')).rejects.toThrow('stat fails')
})

it('has synchronous methods only if all tiers have them', () => {
  const { sync: _, ...slow } = memoryStore()
  expect(tieredStore([memoryStore(), memoryStore()]).sync).toBeDefined()
  expect(tieredStore([memoryStore(), slow]).sync).toBe(undefined)
})

it('refuses less than two stores, what is no store, and one store twice', () => {
  const store = memoryStore()
  const create = (tiers: unknown) => () => tieredStore(tiers as Parameters<typeof tieredStore>[0]) // wrong on purpose
  for (const tiers of [undefined, [], [store], [store, {}], [store, store]]) {
    expect(create(tiers)).toThrow(InvalidOptionError)
  }
})
