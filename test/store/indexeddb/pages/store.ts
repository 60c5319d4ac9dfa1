// A page with nothing but the store, driven by a test in Node.
import { cloneTypes } from '../../../../src/entry/clone-types.ts'
import type { Address } from '../../../../src/key/address.ts'
import { indexedDbStore } from '../../../../src/store/indexeddb/indexeddb-store.ts'
import type { Lock } from '../../../../src/store/store.ts'

const store = indexedDbStore()
const heard: string[] = []
const locks = new Map<string, Lock | null>()
const at = (path: string): Address => ({ path, key: '', exact: false })
store.subscribe?.(({ type, address }) => heard.push(`${type} ${address.path}`))

export interface StorePage {
  readonly heard: readonly string[]
  set(path: string, value: unknown): Promise<void>
  get(path: string): Promise<unknown>
  delete(path: string): Promise<void>
  lock(path: string, wait: boolean): Promise<boolean>
  isHeld(path: string): Promise<boolean | undefined>
  release(path: string): Promise<void>
  /** Keeps as many entries of 1 kB, in few transactions. */
  fill(count: number): Promise<void>
  /** Reads what is there; answers how long that took, in milliseconds. */
  timeOfRead(path: string): Promise<number>
  /** Writes one after the other; answers how long that took, and how long the longest task was that came of it. */
  update(times: number): Promise<{ elapsed: number; longest: number }>
}

const page: StorePage = {
  heard,
  set: (path, value) => store.set(at(path), { key: '', storedAt: Date.now(), tags: [], value }, cloneTypes),
  get: async (path) => (await store.get(at(path), cloneTypes))?.value,
  delete: (path) => store.delete(at(path)),
  async lock(path, wait) {
    const lock = (await store.lock?.(at(path), wait)) ?? null
    locks.set(path, lock)
    return lock !== null
  },
  isHeld: async (path) => locks.get(path)?.isHeld(),
  release: async (path) => locks.get(path)?.release(),
  async fill(count) {
    await opened()
    const value = 'x'.repeat(1_000)
    await Promise.all(Array.from({ length: count }, (_, index) => page.set(`filled/${index}`, value)))
    await page.lock('filled/0', false)
    await page.release('filled/0')
    while ((await store.lock?.(at('filled/0'), false)) === null) await new Promise((resolve) => setTimeout(resolve, 10))
  },
  async timeOfRead(path) {
    await opened()
    const before = performance.now()
    if ((await page.get(path)) === undefined) throw new Error('there is nothing')
    return performance.now() - before
  },
  async update(times) {
    let longest = 0
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    })
    observer.observe({ type: 'longtask' })
    const before = performance.now()
    for (let update = 0; update < times; update++) await page.set(`filled/${update}`, `new ${update}`)
    const elapsed = performance.now() - before
    await new Promise((resolve) => setTimeout(resolve, 200))
    observer.disconnect()
    return { elapsed, longest }
  },
}

/** Resolves when the database answers in time: in a new profile, or behind many writes, it may not. */
async function opened(): Promise<void> {
  while (
    !(await page.get('nothing').then(
      () => true,
      () => false,
    ))
  );
}

Reflect.set(globalThis, 'page', page)
