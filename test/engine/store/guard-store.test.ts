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
const note = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  setLogLevel('info')
  unhandled.length = 0
  process.on('unhandledRejection', note)
})

afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

type Verb = 'get' | 'set' | 'delete' | 'stat' | 'list' | 'lock'

const manners = {
  rejects: () => Promise.reject(new Error('gone')),
  'throws at once': () => {
    throw new Error('gone')
  },
  'throws what is no error': () => {
    throw 'gone'
  },
}

/** A memory store whose verbs fail in one of these manners for as long as they are named in `broken`. */
function breakable(manner: keyof typeof manners): { readonly store: Store; readonly broken: Set<Verb> } {
  const inner = memoryStore()
  const broken = new Set<Verb>()
  const fail = manners[manner]
  const breaking = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver)
        if (!broken.has(name as Verb)) return member
        return part === inner && name !== 'list' ? fail : manners['throws at once']
      },
    })
  const sync = breaking(inner.sync as SyncStore) // a memory store has one
  return { store: breaking(Object.assign(inner, { sync })), broken }
}

const warnings = () => lines.filter((line) => line.startsWith('warn'))

describe.each(Object.keys(manners) as (keyof typeof manners)[])('a store that %s', (manner) => {
  it('costs no value and one line, whatever fails and however often, and its recovery is told', async () => {
    const { store, broken } = breakable(manner)
    const { cache } = createTestCache({ store })
    for (const verb of ['get', 'set', 'delete', 'stat', 'list', 'lock'] as const) broken.add(verb)
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
    expect(lines).toEqual([expect.stringMatching(/^warn cachetta: the memory store cannot \w+ test \(gone\)/)])

    broken.clear()
    await writeCache(cache, 'well')
    expect(await readCache(cache)).toBe('well')
    expect(lines.slice(1)).toEqual(['info cachetta: the memory store works again'])
  })

  it.each(['get', 'set', 'lock'] as const)('in %s alone leaves the call its value', async (verb) => {
    const { store, broken } = breakable(manner)
    const { cache } = createTestCache({ store })
    broken.add(verb)
    expect(await cache(() => 'value')()).toBe('value')
    expect(warnings().length).toBe(1)
  })

  it('costs the synchronous twin no more', () => {
    const { store, broken } = breakable(manner)
    const { cache } = createTestCache({ store })
    for (const verb of ['get', 'set', 'delete', 'stat', 'list', 'lock'] as const) broken.add(verb)
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

describe('a lock that fails in the hands of its holder', () => {
  it('costs neither the value nor its storage', async () => {
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

  it('costs a synchronous function nothing either', () => {
    const store = memoryStore()
    const gone = () => {
      throw new Error('gone')
    }
    Object.assign(store.sync ?? {}, { lock: () => ({ isHeld: gone, release: gone }) })
    const { cache } = createTestCache({ store })
    expect(cache.wrapSync(() => 'value')()).toBe('value')
    expect(cache.existsSync()).toBe(true)
    expect(warnings().length).toBe(1)
  })
})

describe('a store that cannot be subscribed to', () => {
  it('is used all the same', async () => {
    const store = Object.assign(memoryStore(), { subscribe: manners['throws at once'] })
    const { cache } = createTestCache({ store })
    expect(await cache(() => 'value')()).toBe('value')
    expect(lines[0]).toContain('cannot subscribe to changes (gone)')
  })
})

describe('an entry that the store cannot forget', () => {
  it.each([undefined, 5])('is never served again by this process (lruSize %s)', async (lruSize) => {
    const { store, broken } = breakable('rejects')
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

  it('is served again when someone else has written a newer one', async () => {
    const { store, broken } = breakable('rejects')
    const { cache, clock } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    clock.advance('1s')
    const entry = { key: '', storedAt: clock.now(), tags: [], value: 'theirs' }
    await store.set({ path: 'test', key: '', exact: false }, entry, builtInTypes)
    expect(await lookup(cache)).toMatchObject({ value: 'theirs' })
  })

  it('stays forgotten though an older delete succeeds late', async () => {
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
    const both = [cache.invalidate(), cache.invalidate()]
    deletes[1]?.(false)
    deletes[0]?.(true)
    await Promise.all(both)
    await inner.set({ path: 'test', key: '', exact: false }, oldEntry(cache), builtInTypes)
    expect(await lookup(cache)).toEqual({ hit: false })
  })

  it('stays forgotten though a write that was called earlier fails later', async () => {
    const { cache, clock, drain, operations, inner } = createManualCache({ lock: false })
    const computed = cache(() => 'ours')()
    await flushPromises()
    operations[0]?.answer()
    await flushPromises()
    clock.advance('1s')
    const theirs = { key: '', storedAt: clock.now(), tags: [], value: 'theirs' }
    inner.set({ path: 'test', key: '', exact: false }, theirs, builtInTypes)
    clock.advance('1s')
    const gone = cache.invalidate()
    for (const operation of [...operations].reverse()) {
      operation.fail(new Error('gone'))
      operation.answer()
      await flushPromises()
    }
    await Promise.all([computed, gone])
    const found = lookup(cache)
    await drain()
    expect(await found).toEqual({ hit: false })
  })

  it('is replaced by a value of the same millisecond that was written after it', async () => {
    const { store, broken } = breakable('rejects')
    const { cache } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    await writeCache(cache, 'new')
    expect(await lookup(cache)).toMatchObject({ value: 'new' })
  })

  it('is replaced by a value that a clock running behind has written after it', async () => {
    const { store, broken } = breakable('rejects')
    const { cache, clock } = createTestCache({ store })
    await writeCache(cache, 'old')
    broken.add('delete')
    await cache.invalidate()
    clock.set(clock.now() - 60_000)
    cache.wrapSync(() => 'new')()
    expect(await lookup(cache)).toMatchObject({ value: 'new' })
  })
})

function oldEntry(cache: { readonly duration: number }) {
  return { key: '', storedAt: Date.UTC(2030, 0, 1) - cache.duration / 2, tags: [], value: 'old' }
}
