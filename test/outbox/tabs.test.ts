import { describe, expect, test } from 'vitest'
import { requireHandle } from '../../src/engine/request/cache-handle.ts'
import { resolveKey } from '../../src/engine/request/resolve-key.ts'
import { listen } from '../../src/engine/slot/listen.ts'
import type { Store } from '../../src/index.ts'
import { createDeferred, flushPromises } from '../support/deferred.ts'
import type { Note, Tab } from './support/tab.ts'
import { createSharedStore, openTab } from './support/tab.ts'

async function openTwo(): Promise<[Tab, Tab]> {
  const store = createSharedStore()
  return [await openTab({ store }), await openTab({ store })]
}

/** Fetches when the engine asks for newer data, as a hook that shows the notes. */
function fetchOnDemand(tab: Tab, read: () => readonly Note[]): void {
  const request = resolveKey(['notes'], requireHandle(tab.cache), {})
  if (request)
    listen(request.handle.engine, request, (change) => (change === 'refetch' ? tab.fetch(read()) : undefined))
}

describe('two tabs', () => {
  test('show the same items; one of them sends', async () => {
    const [one, other] = await openTwo()
    await one.fetch([{ id: '1', text: 'a' }])
    await flushPromises()
    void one.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect([one.show(), other.show()]).toEqual(['a b+', 'a b+'])
    expect([one.calls.length, other.calls.length]).toEqual([1, 0])
    other.clock.advance('3s')
    await flushPromises()
    expect(other.calls).toHaveLength(0)
  })

  test('the other tab sends what was added while the first one sends, after it, and gets the answers', async () => {
    const [one, other] = await openTwo()
    void one.outbox.addNote({ text: 'a' })
    await flushPromises()
    const answer = other.outbox.addNote({ text: 'b' })
    await flushPromises()
    expect([one.calls.length, other.calls.length]).toEqual([1, 0])
    await one.accept()
    expect(one.calls[0]?.arg.text).toBe('b')
    await one.accept()
    expect(await answer).toMatchObject({ text: 'b' })
    expect(other.outbox.entries()).toEqual([])
  })

  test('a tab takes over within a second when the sender ends, with the same id', async () => {
    const [one, other] = await openTwo()
    void one.outbox.addNote({ text: 'a' })
    await flushPromises()
    const id = one.calls[0]?.context.id
    await one.outbox.close()
    other.clock.advance('1s')
    await flushPromises()
    expect(other.calls[0]?.context.id).toBe(id)
  })

  test('that come online at the same instant send each item once', async () => {
    const [one, other] = await openTwo()
    one.isOnline = other.isOnline = false
    void one.outbox.addNote({ text: 'a' })
    void other.outbox.addNote({ text: 'b' })
    await flushPromises()
    one.reconnect()
    other.reconnect()
    for (let turn = 0; turn < 4; turn += 1) {
      await flushPromises()
      expect(one.calls.length + other.calls.length).toBeLessThanOrEqual(1)
      if (one.calls.length + other.calls.length === 0) break
      await (one.calls.length > 0 ? one : other).accept()
    }
    await Promise.all([one.outbox.flush(), other.outbox.flush()])
    expect([one.outbox.entries(), other.outbox.entries()]).toEqual([[], []])
  })

  test('drop the layer when the data of the sender arrives, without a moment in between', async () => {
    const [one, other] = await openTwo()
    await one.fetch([{ id: '1', text: 'a' }])
    await flushPromises()
    const server: Note[] = [{ id: '1', text: 'a' }]
    fetchOnDemand(one, () => server)
    void one.outbox.addNote({ text: 'b' })
    await flushPromises()
    server.push({ id: '2', text: 'b' })
    for (const tab of [one, other]) tab.shown.length = 0
    one.clock.advance(5)
    await one.accept()
    await one.outbox.flush()
    await flushPromises()
    for (const tab of [one, other]) {
      expect(tab.show()).toBe('a b')
      expect(tab.shown.filter((text) => text !== 'a b+' && text !== 'a b')).toEqual([])
    }
  })

  //     tab A            |-read~~~~~~~~~~~~~~| pending: too late
  //                           |-discard-|
  //     tab B   |-retry-|
  test('an item that was discarded does not return with a read that began before', async () => {
    const store = createSharedStore()
    let isReadable = Promise.resolve()
    const slow: Store = {
      ...store,
      async get(...args) {
        const wait = isReadable
        const entry = await store.get(...args)
        await wait
        return entry
      },
    }
    const one = await openTab({ store: slow, isOnline: () => false })
    const other = await openTab({ store })
    void other.outbox.addNote({ text: 'a' })
    await flushPromises()
    await other.reject(Object.assign(new Error('refused'), { status: 422 }))
    const { id = '' } = one.outbox.entries()[0] ?? {}
    const reading = createDeferred<void>()
    isReadable = reading.promise
    await other.outbox.retry(id)
    await one.outbox.discard(id)
    reading.resolve()
    await flushPromises()
    expect(one.outbox.entries()).toEqual([])
    expect(one.show()).toBe('')
  })

  //     tab A   |-sends~~~~~~~~~~|abort
  //     tab B         |-discard-|
  test('what another tab discards while it is sent is aborted, and its answer shows nothing', async () => {
    const [one, other] = await openTwo()
    const answer = one.outbox.addNote({ text: 'a' })
    await flushPromises()
    const { signal } = one.calls[0]?.context ?? {}
    await other.outbox.discard(other.outbox.entries()[0]?.id ?? '')
    await expect(answer).rejects.toThrow('discarded in another tab')
    expect(signal?.aborted).toBe(true)
    await one.accept()
    expect([one.show(), other.show()]).toEqual(['', ''])
  })

  //     tab A   |-add-|stored|✗ ends before it shows
  //     tab B                |told: shows it, and sends it
  test('an item that was stored, and not shown yet, when its tab ended is sent by another one', async () => {
    const store = createSharedStore()
    const one = await openTab({ store: { ...store, flush: () => new Promise(() => {}) } })
    void one.outbox.addNote({ text: 'a' })
    await flushPromises()
    expect([one.show(), one.calls.length]).toEqual(['', 0])
    await one.outbox.close()
    const next = await openTab({ store })
    expect([next.show(), next.calls.length]).toEqual(['a+', 1])
  })

  test('a tab forgets what another one discards, and what it invalidates', async () => {
    const [one, other] = await openTwo()
    one.isOnline = other.isOnline = false
    const discarded = one.outbox.addNote({ text: 'a' })
    await flushPromises()
    await other.outbox.discard(other.outbox.entries()[0]?.id ?? '')
    await expect(discarded).rejects.toThrow('discarded in another tab')
    expect([one.show(), other.show()]).toEqual(['', ''])
    void one.outbox.addNote({ text: 'b' })
    await flushPromises()
    await other.cache.invalidateAll()
    await flushPromises()
    expect([one.outbox.entries(), other.outbox.entries()]).toEqual([[], []])
    expect([one.show(), other.show()]).toEqual(['', ''])
  })
})
