// A signal ends the calls that visit all entries.
import { describe, expect, it } from 'vitest'
import type { Cachetta, EntryStat, Store, Visit } from '../../../src/index.ts'
import { fileStore, InvalidOptionError, memoryStore, readCache, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { temporaryDirectory } from '../../store/file/support/processes.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

const count = 200

/** Tells `onEntry` of each entry before the store goes on with it. */
function withListener(store: Store, onEntry: () => void): Store {
  const deleteWhere = async (base: string, matches: (entry: EntryStat) => boolean, visit?: Visit): Promise<void> => {
    const tellAndMatch = (entry: EntryStat): boolean => {
      onEntry()
      return matches(entry)
    }
    await store.deleteWhere?.(base, tellAndMatch, visit)
  }
  return {
    ...store,
    async *list(base) {
      for await (const entry of store.list(base)) {
        onEntry()
        yield entry
      }
    },
    ...(store.deleteWhere && { deleteWhere }),
    ...(store.deleteAll && { deleteAll: (base: string, visit?: Visit) => deleteWhere(base, () => true, visit) }),
  }
}

async function keysOf(cache: Cachetta): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of cache.entries()) keys.push(key)
  return keys
}

const { deleteAll: _, ...memoryWithoutDeletes } = memoryStore()

describe.each([
  ['files', fileStore],
  ['a store that deletes one by one', () => memoryWithoutDeletes],
])('with %s', (_name, createStore) => {
  /** A cache with 200 expired entries, whose signal is aborted when the store shows the entry number `abortAt`. */
  const start = async (abortAt: number) => {
    const controller = new AbortController()
    let shown = 0
    let isWatching = false
    const store = withListener(createStore(), () => {
      if (isWatching && ++shown === abortAt) controller.abort(new Error('enough'))
    })
    const { cache, clock } = createTestCache({ path: `${temporaryDirectory()}/users.json`, store, duration: '1m' })
    for (let id = 0; id < count; id += 1) await writeCache(cache, { id }, id)
    clock.advance('2m')
    const watch = async <T>(call: (signal: AbortSignal) => Promise<T>): Promise<unknown> => {
      isWatching = true
      const outcome = await call(controller.signal).catch((error: unknown) => error)
      isWatching = false
      return outcome
    }
    return { cache, clock, watch }
  }

  it('an aborted prune rejects with the reason, keeps what it did, and the next one continues', async () => {
    const { cache, watch } = await start(50)
    expect(await watch((signal) => cache.prune({ signal }))).toEqual(new Error('enough'))
    const left = await keysOf(cache)
    expect(count - left.length).toBe(49)
    expect(await cache.prune()).toBe(left.length)
    expect(await keysOf(cache)).toEqual([])
    expect(lines).toEqual([])
  })

  it('an aborted invalidateAll rejects with the reason, and what it has not deleted counts', async () => {
    const { cache, watch } = await start(50)
    const week = cache.copy({ duration: '7d' })
    expect(await watch((signal) => week.invalidateAll({ signal }))).toEqual(new Error('enough'))
    const left = await keysOf(week)
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(count)
    for (const key of left) expect(await readCache(week, Number(key))).toEqual({ id: Number(key) })
    await week.invalidateAll()
    expect(await keysOf(week)).toEqual([])
    expect(lines).toEqual([])
  })

  it('an aborted listing throws the reason into the loop', async () => {
    const { cache, watch } = await start(50)
    let seen = 0
    const list = async (signal: AbortSignal): Promise<void> => {
      for await (const _ of cache.entries({ signal })) seen += 1
    }
    expect(await watch(list)).toEqual(new Error('enough'))
    expect(seen).toBe(49)
  })

  it('a signal that has aborted before lets nothing happen', async () => {
    const { cache } = await start(0)
    const signal = AbortSignal.abort(new Error('before'))
    await expect(cache.prune({ signal })).rejects.toThrow('before')
    await expect(cache.invalidateAll({ signal })).rejects.toThrow('before')
    await expect(cache.entries({ signal })[Symbol.asyncIterator]().next()).rejects.toThrow('before')
    expect(await keysOf(cache)).toHaveLength(count)
  })
})

describe('an aborted invalidateAll shows nothing that an earlier call could not delete:', () => {
  const { deleteAll: _1, sync: _2, ...memory } = memoryStore()

  it('an entry that could not be listed', async () => {
    const controller = new AbortController()
    let isBroken = true
    const list: Store['list'] = async function* (base) {
      if (isBroken) throw new Error('unreadable')
      controller.abort()
      yield* memory.list(base)
    }
    const { cache } = createTestCache({ store: { ...memory, list }, path: 'listed' })
    await writeCache(cache, 'value', 1)
    await cache.copy({ path: 'listed' }).invalidateAll()
    isBroken = false
    await expect(cache.invalidateAll({ signal: controller.signal })).rejects.toThrow('abort')
    expect(await readCache(cache, 1)).toBeNull()
  })

  it('an entry that could not be deleted', async () => {
    const controller = new AbortController()
    const store: Store = {
      ...memory,
      delete: () => Promise.reject(new Error('read-only')),
      deleteAll: async () => controller.abort(),
    }
    const { cache } = createTestCache({ store, path: 'deleted' })
    await writeCache(cache, 'value', 1)
    await cache.invalidate(1)
    await expect(cache.invalidateAll({ signal: controller.signal })).rejects.toThrow('abort')
    expect(await readCache(cache, 1)).toBeNull()
  })
})

it('what is no signal is an error that names the option', async () => {
  const { cache } = createTestCache()
  const options = { signal: 'now' } as object
  await expect(cache.prune(options)).rejects.toThrow(InvalidOptionError)
  await expect(cache.invalidateAll(options)).rejects.toThrow('signal: "now" was given; accepted is an AbortSignal')
  await expect(cache.entries(options)[Symbol.asyncIterator]().next()).rejects.toThrow(InvalidOptionError)
})
