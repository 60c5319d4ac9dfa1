import { createContext, runInContext } from 'node:vm'
import { rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { aliasSourcesInRolldown } from '../../../scripts/sources.mjs'

// What React Native and other hosts without a browser may lack: URL, TextEncoder, BroadcastChannel, crypto, structuredClone,
// DOMException, IndexedDB. The context has nothing of them. React Native has the others: timers, performance, AbortController.

const program = `
  import { Cachetta, lookup, readCache, writeCache } from 'cachetta'
  import { storageStore } from 'cachetta/storage'
  globalThis.run = async (storage) => {
    const store = storageStore(storage)
    const cache = new Cachetta({ path: 'app', store, duration: '1h' })
    let computations = 0
    const getUser = cache(async (id) => ({ id, name: 'Zoë 😀', since: new Date(0), roles: new Set(['a']), call: ++computations }))
    const first = await getUser(1)
    const again = await getUser(1)
    const other = new Cachetta({ path: 'app', store: storageStore(storage), duration: '1h' })
    const restored = await lookup(other, 1)
    for (const key of [new Date(0), new Map([[1, 2]]), 10n, 'ä', [undefined], /x/g]) await writeCache(cache, 'rich', key)
    const rich = await readCache(cache, new Map([[1, 2]]))
    await cache.invalidate(1)
    const third = await getUser(1)
    await cache.invalidateAll()
    return { first, again, restored, rich, third, left: (await lookup(cache, 1)).hit, globals: Object.keys(globalThis) }
  }
`

let code: string

beforeAll(async () => {
  const bundle = await rolldown({
    input: 'program',
    platform: 'browser',
    tsconfig: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === 'program' ? id : null),
        load: (id) => (id === 'program' ? program : null),
      },
    ],
    resolve: { alias: aliasSourcesInRolldown('browser'), conditionNames: ['module', 'browser', 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false })
  await bundle.close()
  code = output[0].code
})

/** A storage like AsyncStorage: each method returns a promise, and values are texts. */
function createAsyncStorage() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: async (name: string) => items.get(name) ?? null,
    setItem: async (name: string, text: string) => void items.set(name, text),
    removeItem: async (name: string) => void items.delete(name),
    getAllKeys: async () => [...items.keys()],
  }
}

describe('in a host without URL, TextEncoder and the other classes of the web', () => {
  it('functions store their results in AsyncStorage, and find them again', async () => {
    const context = createContext({ setTimeout, clearTimeout, console, performance, queueMicrotask, AbortController })
    runInContext(code, context)
    const storage = createAsyncStorage()
    const { first, again, restored, rich, third, left } = await context['run'](storage)
    expect(runInContext('typeof URL + typeof TextEncoder + typeof BroadcastChannel + typeof crypto', context)).toBe(
      'undefined'.repeat(4),
    )
    expect([first.call, again.call, third.call]).toEqual([1, 1, 2])
    expect(restored).toMatchObject({ hit: true, value: { id: 1, name: 'Zoë 😀', call: 1 } })
    expect(restored.value.since.getTime()).toBe(0)
    expect([...restored.value.roles]).toEqual(['a'])
    expect([rich, left]).toEqual(['rich', false])
    expect(storage.items.size).toBeLessThanOrEqual(1) // an index of the names may stay
  })
})
