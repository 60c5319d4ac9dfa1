import { describe, expect, test } from 'vitest'
import { Cachetta, memoryStore, mutate, peek, readCache } from '../../src/index.ts'
import { dehydrate, hydrate, stateScript } from '../../src/ssr.ts'
import { createTestCache } from '../../src/testing.ts'
import { flushPromises } from '../support/deferred.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { createScopeWith, resetGlobalStates, runScripts } from './support/server-state.ts'

const lines = recordLogLines()
resetGlobalStates()

describe('hydrate without a state', () => {
  test('takes the states that the page has left, and those that arrive later', async () => {
    const { cache } = createTestCache()
    runScripts(stateScript(await createScopeWith({ first: 1 })))
    hydrate(cache)
    expect(peek(cache, 'first')).toBe(1)
    expect(peek(cache, 'second')).toBeUndefined()
    runScripts(stateScript(await createScopeWith({ second: 2 })))
    expect(peek(cache, 'second')).toBe(2)
  })

  test('waits for the first state if the page has left none yet', async () => {
    const { cache } = createTestCache()
    hydrate(cache)
    runScripts(stateScript(await createScopeWith({ user: 'Ada' })))
    expect(peek(cache, 'user')).toBe('Ada')
    expect(lines).toEqual([])
  })

  test('causes one warning if something else uses the global name', () => {
    Reflect.set(globalThis, '__cachetta', { push: () => {} })
    const { cache } = createTestCache()
    hydrate(cache)
    expect(lines).toHaveLength(1)
  })

  test('works with five megabytes', async () => {
    const rows = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'x'.repeat(100_000)]))
    const html = stateScript(await createScopeWith(rows))
    expect(html.length).toBeGreaterThan(5_000_000)
    runScripts(html)
    const cache = new Cachetta({ path: 'large', store: memoryStore() })
    hydrate(cache)
    expect(peek(cache, 'key 49')).toHaveLength(100_000)
  })
})

describe('an entry in a state', () => {
  test('stays in memory only if it has `persist: false`', async () => {
    const scope = await createScopeWith({ user: 'Ada' }, { persist: false })
    const { cache, store } = createTestCache()
    hydrate(cache, dehydrate(scope))
    await flushPromises()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(createTestCache({ store }).cache, 'user')).toBeNull()
    hydrate(cache, dehydrate(await createScopeWith({ other: 'stored' })))
    await flushPromises()
    expect(await readCache(createTestCache({ store }).cache, 'other')).toBe('stored')
  })

  test('has the version of its prefetch', async () => {
    const scope = await createScopeWith({ user: 'Ada' }, { version: 2 })
    expect(dehydrate(scope)).toContain('"version":2')
  })

  test('is fresh in a browser whose clock is behind that of the server', async () => {
    const scope = await createScopeWith({ user: 'Ada' })
    const { cache, clock } = createTestCache({ duration: '1h' })
    clock.set(clock.now() - 600_000)
    hydrate(cache, dehydrate(scope))
    await flushPromises()
    expect(peek(cache, 'user')).toBe('Ada')
    expect(await readCache(cache, 'user')).toBe('Ada')
  })

  test('has the value of a mutation in the scope', async () => {
    const scope = await createScopeWith({ user: 'Ada' })
    await mutate(scope, 'user', 'Grace')
    expect(dehydrate(scope)).toContain('Grace')
  })
})
