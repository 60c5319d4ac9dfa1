import { describe, expect, test } from 'vitest'
import { mutate, peek } from '../../src/index.ts'
import { createOutbox } from '../../src/outbox.ts'
import { createTestCache } from '../../src/testing.ts'
import { createDeferred, flushPromises } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'
import type { Note } from './support/tab.ts'
import { createSharedStore, openTab, toText } from './support/tab.ts'

const logLines = recordLogLines()
const notFound = Object.assign(new Error('not found'), { status: 404 })
const unavailable = Object.assign(new Error('unavailable'), { status: 503 })

async function listKeys(store: ReturnType<typeof createSharedStore>): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  return keys
}

describe('an item', () => {
  test('is stored, shows, and is sent; its promise resolves with the answer', async () => {
    const tab = await openTab()
    await tab.fetch([{ id: '1', text: 'a' }])
    const answer = tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('a b+')
    expect(tab.outbox.entries()).toMatchObject([
      { name: 'addNote', status: 'sending', attempts: 1, arg: { text: 'b' } },
    ])
    await tab.accept()
    expect(await answer).toMatchObject({ text: 'b' })
    expect(tab.outbox.entries()).toEqual([])
  })

  test('shows only once the store has it', async () => {
    const store = createSharedStore()
    const isStored = createDeferred<void>()
    const tab = await openTab({
      store: { ...store, set: (...args) => isStored.promise.then(() => store.set(...args)) },
    })
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('')
    expect(tab.calls).toHaveLength(0)
    isStored.resolve()
    await flushPromises()
    expect(tab.show()).toBe('b+')
    expect(tab.calls).toHaveLength(1)
  })

  test('shows only once a store that writes after `set` has written it', async () => {
    const isWritten = createDeferred<void>()
    const tab = await openTab({ store: { ...createSharedStore(), flush: () => isWritten.promise } })
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('')
    expect(tab.calls).toHaveLength(0)
    isWritten.resolve()
    await flushPromises()
    expect(tab.show()).toBe('b+')
    expect(tab.calls).toHaveLength(1)
  })

  test('shows and is sent although the store has listed nothing at first, because its database opened late', async () => {
    const store = createSharedStore()
    const before = await openTab({ store, isOnline: () => false })
    void before.outbox.addNote({ text: 'b' })
    await flushPromises()
    await before.outbox.close()
    let isOpen = false
    const listWhenOpen = async function* (prefix: string) {
      if (isOpen) yield* store.list(prefix)
    }
    const tab = await openTab({ store: { ...store, list: listWhenOpen } })
    expect(tab.outbox.entries()).toEqual([])
    isOpen = true
    await tab.clock.advance('5s')
    await flushPromises()
    expect(tab.show()).toBe('b+')
    expect(tab.calls).toHaveLength(1)
  })

  test('is rejected if the store cannot keep it: nothing shows, and nothing is sent', async () => {
    const full = createSharedStore()
    const tab = await openTab({ store: { ...full, set: async () => Promise.reject(new Error('the disk is full')) } })
    await expect(tab.outbox.addNote({ text: 'b' })).rejects.toThrow('the store did not keep the item')
    expect(tab.calls).toHaveLength(0)
    expect(tab.outbox.entries()).toEqual([])
    expect(logLines.join()).toContain('the disk is full')
  })

  test('is refused at the call beyond maxItems and maxBytes, and with a type that cannot be stored', async () => {
    const tab = await openTab({ maxItems: 1, maxBytes: 100, isOnline: () => false })
    void tab.outbox.addNote({ text: 'a' })
    await expect(tab.outbox.addNote({ text: 'b' })).rejects.toThrow('maxItems allows 1')
    await expect(tab.outbox.addNote({ text: 'b'.repeat(100) })).rejects.toThrow('maxBytes allows 100')
    await expect(tab.outbox.addNote({ text: (() => {}) as unknown as string })).rejects.toMatchObject({
      code: 'UNSAFE_TYPE',
    })
  })

  test('keeps the argument of the call, whatever the caller changes later', async () => {
    const tab = await openTab()
    const arg = { text: 'a' }
    void tab.outbox.addNote(arg)
    arg.text = 'b'
    await flushPromises()
    expect(tab.calls[0]?.arg).toEqual({ text: 'a' })
  })

  test('is no entry of the cache, and goes with invalidateAll', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store, isOnline: () => false })
    const answer = tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    const entries: string[] = []
    for await (const { key } of tab.cache.entries()) entries.push(key)
    expect(entries).toEqual([])
    tab.clock.advance('40d')
    await tab.cache.prune()
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox main '))).toHaveLength(1)
    await tab.cache.invalidateAll()
    await expect(answer).rejects.toThrow('invalidateAll() has emptied the outbox')
    expect(tab.outbox.entries()).toEqual([])
    expect(tab.show()).toBe('')
    expect(await listKeys(store)).toEqual([])
  })

  test('is aborted and not stored again if invalidateAll comes while it is sent', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store })
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    const { signal } = tab.calls[0]?.context ?? {}
    await tab.cache.invalidateAll()
    expect(signal?.aborted).toBe(true)
    await tab.accept()
    expect(await listKeys(store)).toEqual([])
  })

  test('warns once over a memory store', () => {
    createOutbox(createTestCache().cache, {})
    expect(logLines.join()).toContain('the outbox is over a memory store')
  })
})

describe('a layer', () => {
  test('lies over whatever the entry is, and never in it', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store, isOnline: () => false })
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('b+')
    await tab.fetch([{ id: '1', text: 'a' }])
    expect(tab.show()).toBe('a b+')
    await mutate<Note[]>(tab.cache, ['notes'], (notes = []) => [...notes, { id: '2', text: 'c' }], false)
    expect(tab.show()).toBe('a c b+')
    const other = createTestCache({ path: 'app', store }).cache
    const stored: unknown[] = []
    for await (const stat of store.list('app')) {
      const entry = stat.key.startsWith('outbox') ? null : await store.get(stat.address, { kinds: [] } as never)
      if (entry) stored.push(toText(entry.value as Note[]))
    }
    expect(stored).toEqual(['a c'])
    expect(peek(other, ['notes'])).toBeUndefined()
  })

  test('has the same data until the entry or the items change', async () => {
    const tab = await openTab({ isOnline: () => false })
    await tab.fetch([{ id: '1', text: 'a' }])
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(peek(tab.cache, ['notes'])).toBe(peek(tab.cache, ['notes']))
  })

  test('that throws is left out, with one log line', async () => {
    const tab = await openTab({
      isOnline: () => false,
      mutation: {
        show: () => [
          [
            ['notes'],
            () => {
              throw new Error('no list')
            },
          ],
        ],
      },
    })
    await tab.fetch([{ id: '1', text: 'a' }])
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('a')
    expect(logLines.filter((line) => line.includes('cannot show its item'))).toHaveLength(1)
  })

  test('survives a fetch that began before the answer and ends after it, and goes with the one after', async () => {
    const tab = await openTab()
    await tab.fetch([{ id: '1', text: 'a' }])
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    let endOld = (_notes: Note[]) => {}
    void tab
      .fetch(
        new Promise<Note[]>((resolve) => {
          endOld = resolve
        }),
      )
      .catch(() => {})
    await flushPromises()
    await tab.accept()
    endOld([{ id: '1', text: 'a' }])
    await flushPromises()
    expect(tab.shown).not.toContain('')
    await tab.fetch([
      { id: '1', text: 'a' },
      { id: '2', text: 'b' },
    ])
    expect(tab.show()).toBe('a b')
  })
})

//     clock   | 12:00 fetch 1 | 11:00 add, answer |        fetch 1 is read from the store: its date is later than the answer
test('a layer is not ended by older data that has a later date', async () => {
  const tab = await openTab()
  await tab.fetch([{ id: '1', text: 'a' }])
  tab.clock.set(tab.clock.now() - 3_600_000)
  void tab.outbox.addNote({ text: 'b' })
  await flushPromises()
  await tab.accept()
  await tab.outbox.flush()
  expect(tab.show()).toBe('a b+')
})

//     fetch after the answer   |-----✗ offline          |-----| newer data
//     layer                    | shows                  | ends
test('a layer stays until newer data is there, also after a reload, if the entry cannot be fetched', async () => {
  const store = createSharedStore()
  const tab = await openTab({ store })
  await tab.fetch([{ id: '1', text: 'a' }])
  void tab.outbox.addNote({ text: 'b' })
  await flushPromises()
  await tab.accept()
  await tab.outbox.flush()
  expect(tab.outbox.entries()).toEqual([])
  await tab.fetch(Promise.reject(new TypeError('fetch failed'))).catch(() => {})
  expect(tab.show()).toBe('a b+')
  await tab.outbox.close()
  const next = await openTab({ store })
  expect(toText(peek<Note[]>(next.cache, ['notes']))).toBe('a b+')
  next.clock.advance(10)
  const server = [
    { id: '1', text: 'a' },
    { id: '2', text: 'b' },
  ]
  await next.fetch(server)
  await flushPromises()
  expect(next.show()).toBe('a b')
  expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toEqual([])
})

test('a layer over data that nobody fetches ends with what the application writes after the answer', async () => {
  const onSuccess = (answer: unknown) =>
    mutate<Note[]>(tab.cache, ['notes'], (notes = []) => [...notes, answer as Note], false)
  const tab = await openTab({ mutation: { onSuccess: (answer) => void onSuccess(answer) } })
  await mutate<Note[]>(tab.cache, ['notes'], [{ id: '1', text: 'a' }], false)
  void tab.outbox.addNote({ text: 'b' })
  await flushPromises()
  await tab.accept()
  await tab.outbox.flush()
  expect(tab.show()).toBe('a b')
})

describe('sending', () => {
  test('is in order within a scope, side by side across scopes', async () => {
    const tab = await openTab({ mutation: { scope: ({ list }) => list } })
    for (const [text, list] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const)
      void tab.outbox.addNote({ text, list })
    await flushPromises()
    expect(tab.calls.map(({ arg }) => arg.text)).toEqual(['a1', 'b1'])
    await tab.accept()
    expect(tab.calls.map(({ arg }) => arg.text)).toEqual(['b1', 'a2'])
  })

  test('waits offline, and begins at once when the connection returns', async () => {
    const tab = await openTab()
    tab.isOnline = false
    void tab.outbox.addNote({ text: 'a' })
    await tab.outbox.flush()
    expect(tab.calls).toHaveLength(0)
    tab.reconnect()
    await flushPromises()
    expect(tab.calls).toHaveLength(1)
  })

  test('repeats after growing pauses, with the same id', async () => {
    const tab = await openTab()
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    const id = tab.calls[0]?.context.id
    for (const pause of [1_000, 2_000, 4_000]) {
      await tab.reject(unavailable)
      await tab.outbox.flush()
      tab.clock.advance(pause - 1)
      await flushPromises()
      expect(tab.calls).toHaveLength(0)
      tab.clock.advance(1)
      await flushPromises()
      expect(tab.calls).toHaveLength(1)
      expect(tab.calls[0]?.context.id).toBe(id)
    }
    expect(tab.calls[0]?.context.attempt).toBe(4)
  })

  test('repeats network errors at once when the connection returns', async () => {
    const tab = await openTab()
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    await tab.reject(new TypeError('Failed to fetch'))
    expect(tab.outbox.entries()).toMatchObject([{ status: 'pending', attempts: 1 }])
    tab.reconnect()
    await flushPromises()
    expect(tab.calls).toHaveLength(1)
  })

  test('ends with a refusal: the layer goes, and the item stays until it is retried or discarded', async () => {
    const errors: unknown[] = []
    const store = createSharedStore()
    const tab = await openTab({ store, mutation: { onError: (error, { text }) => void errors.push(error, text) } })
    await tab.fetch([{ id: '1', text: 'a' }])
    const answer = tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    await tab.reject(notFound)
    await expect(answer).rejects.toBe(notFound)
    expect(errors).toEqual([notFound, 'b'])
    expect(tab.show()).toBe('a')
    const [refused] = tab.outbox.entries()
    expect(refused).toMatchObject({ status: 'refused', error: notFound })

    const later = await openTab({ store })
    expect(later.outbox.entries()).toMatchObject([{ status: 'refused', error: { message: 'not found' } }])
    expect(later.calls).toHaveLength(0)
    await later.outbox.close()

    await tab.outbox.retry(refused?.id ?? '')
    await flushPromises()
    expect(tab.show()).toBe('a b+')
    expect(tab.calls[0]?.context.id).toBe(refused?.id)
    await tab.reject(notFound)
    await tab.outbox.discard(refused?.id ?? '')
    expect(tab.outbox.entries()).toEqual([])
    tab.clock.advance('5s')
    await flushPromises()
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toEqual([])
  })

  //     a   |-send~~~~~~~~~~1 min|abort|~~1 s~~|-send-|
  //     b                                             |-send-|
  test('ends an attempt that is not answered within `timeout`, as a network error', async () => {
    const tab = await openTab({ mutation: { timeout: '1m' } })
    for (const text of ['a', 'b']) void tab.outbox.addNote({ text })
    await flushPromises()
    const [first] = tab.calls.splice(0)
    tab.clock.advance('59s')
    expect(first?.context.signal.aborted).toBe(false)
    tab.clock.advance('1s')
    await flushPromises()
    expect(first?.context.signal.aborted).toBe(true)
    expect(tab.outbox.entries()).toMatchObject([
      { status: 'pending', error: { name: 'TimeoutError' } },
      { status: 'pending' },
    ])
    tab.clock.advance('1s')
    await flushPromises()
    expect(tab.calls.map(({ context }) => context.id)).toEqual([first?.context.id])
    first?.resolve({ id: 'late', text: 'a' })
    await tab.accept()
    expect(tab.calls.map(({ arg }) => arg.text)).toEqual(['b'])
  })

  test('is gone if `onError` discards it', async () => {
    const store = createSharedStore()
    const discarding: Promise<void>[] = []
    const onError = (_error: unknown, _arg: unknown, { id }: { readonly id: string }) =>
      void discarding.push(tab.outbox.discard(id))
    const tab = await openTab({ store, mutation: { onError } })
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    await tab.reject(notFound)
    await Promise.all(discarding)
    expect(tab.outbox.entries()).toEqual([])
    tab.clock.advance('5s')
    await flushPromises()
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toEqual([])
  })

  test('is gone if it is discarded as soon as its promise rejects', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store })
    const discarded = tab.outbox
      .addNote({ text: 'b' })
      .catch(() => tab.outbox.discard(tab.outbox.entries()[0]?.id ?? ''))
    await flushPromises()
    await tab.reject(notFound)
    await discarded
    expect(tab.outbox.entries()).toEqual([])
    tab.clock.advance('5s')
    await flushPromises()
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toEqual([])
  })

  test('is sent again if `onError` retries it', async () => {
    const store = createSharedStore()
    const onError = (_error: unknown, _arg: unknown, { id }: { readonly id: string }) => void tab.outbox.retry(id)
    const tab = await openTab({ store, mutation: { onError } })
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    await tab.reject(notFound)
    expect(tab.outbox.entries()).toMatchObject([{ status: 'sending' }])
    await tab.accept()
    expect(tab.outbox.entries()).toEqual([])
    tab.clock.advance(1)
    await tab.fetch([{ id: '1', text: 'b' }])
    await flushPromises()
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toEqual([])
  })

  test('goes on after a refusal of the first of three, without its layer', async () => {
    const tab = await openTab()
    await tab.fetch([])
    for (const text of ['a', 'b', 'c']) void tab.outbox.addNote({ text })
    await flushPromises()
    expect(tab.show()).toBe('a+ b+ c+')
    await tab.reject(notFound)
    expect(tab.show()).toBe('b+ c+')
    expect(tab.calls[0]?.arg.text).toBe('b')
  })

  test('waits for a refused item with onRefused: stop-scope', async () => {
    const tab = await openTab({ mutation: { onRefused: 'stop-scope' } })
    for (const text of ['a', 'b']) void tab.outbox.addNote({ text })
    await flushPromises()
    await tab.reject(notFound)
    await tab.outbox.flush()
    expect(tab.calls).toHaveLength(0)
    expect(tab.outbox.entries().map(({ status }) => status)).toEqual(['refused', 'held'])
    await tab.outbox.discard(tab.outbox.entries()[0]?.id ?? '')
    await flushPromises()
    expect(tab.calls[0]?.arg.text).toBe('b')
  })

  test('refuses an item that is older than maxAge', async () => {
    const tab = await openTab({ maxAge: '1d' })
    tab.isOnline = false
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    tab.clock.advance('2d')
    tab.reconnect()
    await tab.outbox.flush()
    expect(tab.calls).toHaveLength(0)
    expect(tab.outbox.entries()).toMatchObject([
      { status: 'refused', error: { message: expect.stringContaining('maxAge') } },
    ])
  })

  test('keeps the order if the clock is set back', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store })
    tab.isOnline = false
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    tab.clock.set(tab.clock.now() - 3_600_000)
    void tab.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect(tab.show()).toBe('a+ b+')
    const next = await openTab({ store })
    expect(next.calls.map(({ arg }) => arg.text)).toEqual(['a'])
    expect(next.show()).toBe('a+ b+')
  })
})

describe('a restart', () => {
  test('shows the items before any network, and sends them again with the same id', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store })
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    const id = tab.calls[0]?.context.id
    await tab.outbox.close()
    const next = await openTab({ store })
    expect(next.show()).toBe('a+')
    expect(next.calls[0]?.context).toMatchObject({ id, attempt: 1 })
  })

  test('keeps items of an unknown name and of a newer version, and says so', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store, isOnline: () => false, mutation: { version: 2 } })
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    await tab.outbox.close()
    const older = await openTab({ store })
    expect(older.outbox.entries()).toMatchObject([{ name: 'addNote', status: 'unknown', arg: { text: 'a' } }])
    expect(older.calls).toHaveLength(0)
    await older.outbox.close()
    const other = createOutbox(createTestCache({ path: 'app', store }).cache, {})
    await other.ready
    expect(other.entries()).toMatchObject([{ name: 'addNote', status: 'unknown' }])
    expect(logLines.filter((line) => line.includes('keeps an item'))).toHaveLength(2)
  })

  test('migrates the argument of an older version', async () => {
    const store = createSharedStore()
    const tab = await openTab({ store, isOnline: () => false })
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    await tab.outbox.close()
    const next = await openTab({
      store,
      mutation: { version: 1, migrate: (arg, from) => ({ text: `${(arg as { text: string }).text} from ${from}` }) },
    })
    expect(next.calls[0]?.arg).toEqual({ text: 'a from 0' })
  })

  test.each([
    ['there is no `migrate`', {}],
    [
      '`migrate` throws',
      {
        migrate: () => {
          throw new Error('cannot migrate')
        },
      },
    ],
  ])('keeps an item of an older version unsent, and says so, if %s', async (_reason, mutation) => {
    const store = createSharedStore()
    const tab = await openTab({ store, isOnline: () => false })
    void tab.outbox.addNote({ text: 'a' })
    await flushPromises()
    await tab.outbox.close()
    const next = await openTab({ store, mutation: { version: 1, ...mutation } })
    expect(next.outbox.entries()).toMatchObject([{ status: 'unknown', arg: { text: 'a' } }])
    expect(next.calls).toHaveLength(0)
    expect(logLines.filter((line) => line.includes('keeps an item "addNote" of version 0 unsent'))).toHaveLength(1)
    expect((await listKeys(store)).filter((key) => key.startsWith('outbox'))).toHaveLength(1)
  })

  test('gives `send` the types of the argument: dates, maps, sets and big numbers', async () => {
    const { cache, store } = createTestCache({ path: 'app', store: createSharedStore() })
    const arg = { at: new Date(5), by: new Map([['a', new Set([1n])]]) }
    const sent: unknown[] = []
    const mutations = { add: { send: async (given: typeof arg) => void sent.push(given) } }
    const first = createOutbox(cache, mutations, { isOnline: () => false })
    void first.add(arg)
    await flushPromises()
    await first.close()
    const second = createOutbox(createTestCache({ path: 'app', store }).cache, mutations)
    await second.ready
    await second.flush()
    expect(sent).toEqual([arg])
  })
})
