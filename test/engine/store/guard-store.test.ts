import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Store, SyncStore } from '../../../src/index.ts'
import { lookup, memoryStore, readCache, setLogLevel, writeCache } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { createManualCache } from '../support/manual-cache.ts'

const lines = recordLogLines()
const unhandled: unknown[] = []
const recordUnhandled = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  setLogLevel('info')
  unhandled.length = 0
  process.on('unhandledRejection', recordUnhandled)
})

afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', recordUnhandled)
  expect(unhandled).toEqual([])
})

type Operation = 'get' | 'set' | 'delete' | 'stat' | 'list' | 'lock'

const failures = {
  rejects: () => Promise.reject(new Error('gone')),
  'throws at once': () => {
    throw new Error('gone')
  },
  'throws a string': () => {
    throw 'gone'
  },
}

/** Creates a memory store whose operations fail in this way while `broken` contains them. */
function createBreakableStore(failure: keyof typeof failures): {
  readonly store: Store
  readonly broken: Set<Operation>
} {
  const inner = memoryStore()
  const broken = new Set<Operation>()
  const fail = failures[failure]
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver)
        if (!broken.has(name as Operation)) return member
        return part === inner && name !== 'list' ? fail : failures['throws at once']
      },
    })
  const sync = wrap(inner.sync as SyncStore) // a memory store has one
  return { store: wrap(Object.assign(inner, { sync })), broken }
}

const warnings = () => lines.filter((line) => line.startsWith('warn'))

describe.each(Object.keys(failures) as (keyof typeof failures)[])('a store that %s', (failure) => {
  it('loses no value and causes one log line, even if all operations fail, and one more when it works again', async () => {
    const { store, broken } = createBreakableStore(failure)
    const { cache } = createTestCache({ store })
    for (const operation of ['get', 'set', 'delete', 'stat', 'list', 'lock'] as const) broken.add(operation)
    let calls = 0
    const cached = cache(() => {
      calls += 1
      return calls
    })
    expect([await cached(), await cached(), await cached.refresh()]).toEqual([1, 2, 3])
    await writeCache(cache, 'written')
    expect(await readCache(cache)).toBe(null)
    expect(await cache.exists()).toBe(false)
    await cache.invalidate()
    await cache.invalidateAll()
    await cache.invalidateTags('t')
    expect(await cache.prune()).toBe(0)
    for await (const _ of cache.entries()) expect.unreachable()
    expect(lines).toEqual([expect.stringMatching(/^warn cachetta: the memory store cannot \w+ test: gone/)])

    broken.clear()
    await writeCache(cache, 'after the repair')
    expect(await readCache(cache)).toBe('after the repair')
    expect(lines.slice(1)).toEqual(['info cachetta: the memory store works again'])
  })

  it.each(['get', 'set', 'lock'] as const)('does not make a call fail if only `%s` fails', async (operation) => {
    const { store, broken } = createBreakableStore(failure)
    const { cache } = createTestCache({ store })
    broken.add(operation)
    expect(await cache(() => 'value')()).toBe('value')
    expect(warnings().length).toBe(1)
  })

  it('behaves in the same way through its synchronous interface', () => {
    const { store, broken } = createBreakableStore(failure)
    const { cache } = createTestCache({ store })
    for (const operation of ['get', 'set', 'delete', 'stat', 'list', 'lock'] as const) broken.add(operation)
    const cached = cache.wrapSync((n: number) => n)
    expect([cached(1), cached(1), cached.refresh(1)]).toEqual([1, 1, 1])
    expect(cached.lookup(1)).toEqual({ hit: false })
    expect(cache.existsSync(1)).toBe(false)
    cached.invalidate(1)
    cache.invalidateAllSync()
    expect(warnings().length).toBe(1)
    broken.clear()
    expect([cached(2), cached.lookup(2)]).toMatchObject([2, { hit: true }])
    expect(lines.at(-1)).toBe('info cachetta: the memory store works again')
  })
})

describe('a lock whose methods fail', () => {
  it('does not prevent the result or its write', async () => {
    const store = Object.assign(memoryStore(), {
      lock: async () => ({
        isHeld: () => Promise.reject(new Error('gone')),
        release: () => Promise.reject(new Error('gone')),
      }),
    })
    const { cache } = createTestCache({ store })
    expect(await cache(() => 'value')()).toBe('value')
    expect(await lookup(cache)).toMatchObject({ value: 'value' })
    expect(warnings().length).toBe(1)
  })

  it('does not prevent them for a synchronous function either', () => {
    const store = memoryStore()
    const fail = () => {
      throw new Error('gone')
    }
    Object.assign(store.sync ?? {}, { lock: () => ({ isHeld: fail, release: fail }) })
    const { cache } = createTestCache({ store })
    expect(cache.wrapSync(() => 'value')()).toBe('value')
    expect(cache.existsSync()).toBe(true)
    expect(warnings().length).toBe(1)
  })
})

describe('a store that cannot be subscribed to', () => {
  it('is used without the subscription', async () => {
    const store = Object.assign(memoryStore(), { subscribe: failures['throws at once'] })
    const { cache } = createTestCache({ store })
    expect(await cache(() => 'value')()).toBe('value')
    expect(lines[0]).toContain('cannot subscribe to changes: gone')
  })
})

describe('an entry that the store cannot delete', () => {
  it.each([undefined, 5])('is never returned again by this process (lruSize %s)', async (lruSize) => {
    const { store, broken } = createBreakableStore('rejects')
    const { cache, clock } = createTestCache({ store, lruSize })
    await writeCache(cache, 'old')
    clock.advance('1s')
    broken.add('delete')
    await cache.invalidate()
    expect(await lookup(cache)).toEqual({ hit: false })
    expect(await cache.exists()).toBe(false)
    expect(cache.existsSync()).toBe(false)
    clock.advance('1h')
    expect(await cache(() => 'new')()).toBe('new')
    expect(await lookup(cache)).toMatchObject({ value: 'new' })
    expect(cache.existsSync()).toBe(true)
  })

  it('is returned again after another process wrote a newer one', async () => {
    const { store, broken } = createBreakableStore('rejects')
    const { cache, clock } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    clock.advance('1s')
    const entry = { key: '', storedAt: clock.now(), tags: [], value: 'of another process' }
    await store.set({ path: 'test', key: '', exact: false }, entry, builtInTypes)
    expect(await lookup(cache)).toMatchObject({ value: 'of another process' })
  })

  it('stays deleted although an older delete succeeds late', async () => {
    const inner = memoryStore()
    const deletes: ((works: boolean) => void)[] = []
    const store = {
      ...inner,
      delete: (address: Parameters<typeof inner.delete>[0]) =>
        new Promise<void>((resolve, reject) => {
          deletes.push((works) => (works ? inner.delete(address).then(resolve) : reject(new Error('gone'))))
        }),
    }
    const { cache } = createTestCache({ store })
    await writeCache(cache, 'old')
    const invalidations = [cache.invalidate(), cache.invalidate()]
    deletes[1]?.(false)
    deletes[0]?.(true)
    await Promise.all(invalidations)
    await inner.set({ path: 'test', key: '', exact: false }, createOldEntry(cache), builtInTypes)
    expect(await lookup(cache)).toEqual({ hit: false })
  })

  it('stays deleted although an earlier write fails later', async () => {
    const { cache, complete, clock, operations, inner } = createManualCache({ lock: false })
    const computed = cache(() => 'computed')()
    await flushPromises()
    operations[0]?.answer()
    await flushPromises()
    clock.advance('1s')
    const entry = { key: '', storedAt: clock.now(), tags: [], value: 'of another process' }
    inner.set({ path: 'test', key: '', exact: false }, entry, builtInTypes)
    clock.advance('1s')
    const invalidation = cache.invalidate()
    for (const operation of [...operations].reverse()) {
      operation.fail(new Error('gone'))
      operation.answer()
      await flushPromises()
    }
    await Promise.all([computed, invalidation])
    expect(await complete(lookup(cache))).toEqual({ hit: false })
  })

  it('is replaced by a value that was written later in the same millisecond', async () => {
    const { store, broken } = createBreakableStore('rejects')
    const { cache } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    await writeCache(cache, 'new')
    expect(await lookup(cache)).toMatchObject({ value: 'new' })
  })

  it('is replaced by a value that was written later, even if the clock was set back', async () => {
    const { store, broken } = createBreakableStore('rejects')
    const { cache, clock } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    clock.set(clock.now() - 60_000)
    cache.wrapSync(() => 'new')()
    expect(await lookup(cache)).toMatchObject({ value: 'new' })
  })
})

function createOldEntry(cache: { readonly duration: number }) {
  return { key: '', storedAt: Date.UTC(2030, 0, 1) - cache.duration / 2, tags: [], value: 'old' }
}
