import { describe, expect, it } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { lookup, memoryStore, readCache, writeCache, writeCacheSync } from '../../../src/index.ts'
import { idOf } from '../../../src/key/address.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { fc } from '../../support/property.ts'
import { addressOfArgs, engineOf } from '../support/manual-cache.ts'
import { runMixedCalls } from '../support/mixed-calls.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

/** Creates two caches over one store, each with its own memory and engine, like two processes that share a server. */
function createTwoEngines() {
  const store = memoryStore()
  const [one, two] = [createTestCache({ store, lruSize: 5 }).cache, createTestCache({ store, lruSize: 5 }).cache]
  return { store, one, two }
}

function recordChanges(cache: Cachetta, changes: string[], name = 'change') {
  const address = addressOfArgs(cache)
  return subscribeToChanges(engineOf(cache), { address, id: idOf(address) }, () => void changes.push(name))
}

describe('a subscriber', () => {
  it('is notified of every change of its entry by any engine, and of no other entry', async () => {
    const { one, two } = createTwoEngines()
    const changes: string[] = []
    recordChanges(one, changes)
    await writeCache(one, 1)
    await one(() => 2).refresh()
    writeCacheSync(one, 3)
    await one.invalidate()
    one.invalidateSync()
    await writeCache(two, 4)
    writeCacheSync(two, 5)
    expect(changes.length).toBe(7)
    await writeCache(one, 'another', 'key')
    expect(changes.length).toBe(7)
    await one.invalidateAll()
    expect(changes.length).toBeGreaterThan(7)
  })

  it('is not notified after it has stopped, and a second stop has no effect on others', async () => {
    const { one } = createTwoEngines()
    const changes: string[] = []
    const stop = recordChanges(one, changes, 'first')
    recordChanges(one, changes, 'second')
    stop()
    stop()
    await writeCache(one, 1)
    expect(changes).toEqual(['second'])
  })

  it('leaves no slot after it has stopped', () => {
    const { one } = createTwoEngines()
    recordChanges(one, [])()
    expect([...engineOf(one).slots.values()]).toEqual([])
  })
})

describe('two engines over one store', () => {
  it('do not return a value from memory that the other has replaced or invalidated', async () => {
    const { one, two } = createTwoEngines()
    await writeCache(one, 'old')
    expect(await readCache(two)).toBe('old')
    await writeCache(one, 'new')
    expect(await readCache(two)).toBe('new')
    await one.invalidate()
    expect(await readCache(two)).toBe(null)
    writeCacheSync(two, 'sync')
    expect(await readCache(one)).toBe('sync')
  })

  // A  set v1  |-call-|~~~~~~~~~~~~~~~| resolves
  // B  set v2           |-call-|~~|
  it('agree when both write at the same time', async () => {
    const { one, two } = createTwoEngines()
    await Promise.all([writeCache(one, 1), writeCache(two, 2)])
    expect([await readCache(one), await readCache(two)]).toEqual([2, 2])
  })

  it('supersede the computations of the other by an invalidation', async () => {
    const { one, two } = createTwoEngines()
    const { fn, calls } = createDeferredFunction<[], string>()
    const cached = one(fn)
    const before = cached()
    await flushPromises()
    await two.invalidate()
    const after = cached()
    await flushPromises()
    calls[0]?.resolve('old')
    calls[1]?.resolve('new')
    expect([await before, await after]).toEqual(['old', 'new'])
    expect([await readCache(one), await readCache(two)]).toEqual(['new', 'new'])
  })

  const verbs = ['call', 'refresh', 'callSync', 'lookupSync', 'write', 'writeSync', 'invalidate', 'invalidateSync']
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom(...verbs), at: fc.nat(1) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('endComputation'), at: fc.nat(3) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('tick'), at: fc.nat(5) }) },
  )

  it('never return a value older than a change that has ended, and agree at the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 30 }), async (steps) => {
        const { one, two } = createTwoEngines()
        await runMixedCalls([one, two], steps)
        const found = await Promise.all([one, two, one.copy({ lruSize: 9 })].map((cache) => lookup(cache)))
        expect(new Set(found.map((each) => (each.hit ? each.value : 'none'))).size).toBe(1)
        for (const cache of [one, two]) expect([...engineOf(cache).slots.values()]).toEqual([])
      }),
      { numRuns: process.env['CACHETTA_LONG'] ? 50_000 : 1_000 },
    )
  })
})
