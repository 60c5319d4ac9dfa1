import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf } from '../../../src/engine/request/request.ts'
import type { Cachetta } from '../../../src/index.ts'
import { lookup, memoryStore, readCache, writeCache, writeCacheSync } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferredFunction, flushPromises } from '../../support/deferred.ts'
import { addressOfArgs, engineOf } from '../support/manual-cache.ts'
import { runMixedCalls } from '../support/mixed-calls.ts'
import { subscribeToChanges } from '../support/subscribe-to-changes.ts'

/** Two caches with a memory and an engine of their own over one store, as two processes over one server would have. */
function twoEngines() {
  const store = memoryStore()
  const [one, two] = [createTestCache({ store, lruSize: 5 }).cache, createTestCache({ store, lruSize: 5 }).cache]
  return { store, one, two }
}

function listen(cache: Cachetta, heard: string[], word = 'told') {
  const address = addressOfArgs(cache)
  return subscribeToChanges(engineOf(cache), { address, id: idOf(address) }, () => void heard.push(word))
}

describe('a subscriber', () => {
  it('hears of every change of its entry and of no other, whoever makes it', async () => {
    const { one, two } = twoEngines()
    const heard: string[] = []
    listen(one, heard)
    await writeCache(one, 1)
    await one(() => 2).refresh()
    writeCacheSync(one, 3)
    await one.invalidate()
    one.invalidateSync()
    await writeCache(two, 4)
    writeCacheSync(two, 5)
    expect(heard.length).toBe(7)
    await writeCache(one, 'another', 'key')
    expect(heard.length).toBe(7)
    await one.invalidateAll()
    expect(heard.length).toBeGreaterThan(7)
  })

  it('hears nothing any more when it has stopped, and stopping twice stops no other', async () => {
    const { one } = twoEngines()
    const heard: string[] = []
    const stop = listen(one, heard, 'first')
    listen(one, heard, 'second')
    stop()
    stop()
    await writeCache(one, 1)
    expect(heard).toEqual(['second'])
  })

  it('leaves no slot behind', () => {
    const { one } = twoEngines()
    listen(one, [])()
    expect([...engineOf(one).slots.values()]).toEqual([])
  })
})

describe('two engines over one store', () => {
  it('do not serve from memory what the other has replaced or forgotten', async () => {
    const { one, two } = twoEngines()
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
    const { one, two } = twoEngines()
    await Promise.all([writeCache(one, 1), writeCache(two, 2)])
    expect([await readCache(one), await readCache(two)]).toEqual([2, 2])
  })

  it('beat each other’s computations by invalidating', async () => {
    const { one, two } = twoEngines()
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
    { weight: 4, arbitrary: fc.record({ do: fc.constant('finish'), at: fc.nat(3) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('turn'), at: fc.nat(5) }) },
  )

  it('never tell a value older than a change that was finished, and agree in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 30 }), async (steps) => {
        const { one, two } = twoEngines()
        await runMixedCalls([one, two], steps)
        const found = await Promise.all([one, two, one.copy({ lruSize: 9 })].map((cache) => lookup(cache)))
        expect(new Set(found.map((each) => (each.hit ? each.value : 'none'))).size).toBe(1)
        for (const cache of [one, two]) expect([...engineOf(cache).slots.values()]).toEqual([])
      }),
      { numRuns: process.env['CACHETTA_LONG'] ? 50_000 : 1_000 },
    )
  })
})
