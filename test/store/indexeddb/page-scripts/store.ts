// A page with nothing but the store. A test in Node calls its methods.

import type { Address } from '../../../../src/key/address.ts'
import { indexedDbStore } from '../../../../src/store/indexeddb/indexeddb-store.ts'
import type { Lock } from '../../../../src/store/store.ts'
import { cloneTypes } from '../clone-types.ts'

const store = indexedDbStore({ maxBytes: 1_000_000_000 })
const changes: string[] = []
const locks = new Map<string, Lock | null>()
const addressAt = (path: string): Address => ({ path, key: '', exact: false })
store.subscribe?.(({ type, address }) => changes.push(`${type} ${address?.path}`))

export interface StorePage {
  readonly changes: readonly string[]
  set(path: string, value: unknown): Promise<void>
  /** Writes random bytes, which no browser can compress. */
  setRandom(path: string, bytes: number): Promise<void>
  /** Writes `count` small entries and one of `bytes` in one tick. Resolves once the store reports that it cannot keep the large one. */
  setBesideLarge(count: number, bytes: number): Promise<void>
  get(path: string): Promise<unknown>
  has(path: string): Promise<boolean>
  delete(path: string): Promise<void>
  lock(path: string, wait: boolean): Promise<boolean>
  isHeld(path: string): Promise<boolean | undefined>
  release(path: string): Promise<void>
  /** Writes `count` entries of 1 kB each, in few transactions. */
  fill(count: number): Promise<void>
  /** Reads an existing entry. Resolves to the elapsed milliseconds. */
  measureRead(path: string): Promise<number>
  /** Writes one entry after the other. Resolves to the elapsed milliseconds, and those of the longest task. */
  update(times: number): Promise<{ elapsed: number; longest: number }>
}

const page: StorePage = {
  changes,
  set: (path, value) => store.set(addressAt(path), { key: '', storedAt: Date.now(), tags: [], value }, cloneTypes),
  setRandom: (path, bytes) => page.set(path, createRandomBytes(bytes)),
  async setBesideLarge(count, bytes) {
    await waitForDatabase()
    refuseRecords(bytes)
    const refused = new Promise<void>((resolve) => {
      store.wake?.((_error, address) => address?.path === 'large' && resolve())
    })
    const small = Array.from({ length: count }, (_, index) => page.set(`small/${index}`, index))
    await Promise.all([page.set('large', 'x'.repeat(bytes)), ...small])
    await refused
  },
  has: async (path) => (await page.get(path)) !== undefined,
  get: async (path) => (await store.get(addressAt(path), cloneTypes))?.value,
  delete: (path) => store.delete(addressAt(path)),
  async lock(path, wait) {
    const lock = (await store.lock?.(addressAt(path), wait)) ?? null
    locks.set(path, lock)
    return lock !== null
  },
  isHeld: async (path) => locks.get(path)?.isHeld(),
  release: async (path) => locks.get(path)?.release(),
  async fill(count) {
    await waitForDatabase()
    const value = 'x'.repeat(1_000)
    await Promise.all(Array.from({ length: count }, (_, index) => page.set(`filled/${index}`, value)))
    await page.lock('filled/0', false)
    await page.release('filled/0')
    while ((await store.lock?.(addressAt('filled/0'), false)) === null)
      await new Promise((resolve) => setTimeout(resolve, 10))
  },
  async measureRead(path) {
    await waitForDatabase()
    const before = performance.now()
    if ((await page.get(path)) === undefined) throw new Error('the entry is missing')
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

function createRandomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const most = 65_536
  for (let start = 0; start < length; start += most) crypto.getRandomValues(bytes.subarray(start, start + most))
  return bytes
}

/** Resolves when the database answers within the time limit of the store. In a new profile, or after many writes, it may not. */
async function waitForDatabase(): Promise<void> {
  while (
    !(await page.get('nothing').then(
      () => true,
      () => false,
    ))
  );
}

Reflect.set(globalThis, 'page', page)

/** Does what Chromium did before release 150 with a record of more than 133 MB: `put` refuses records from this size on. */
function refuseRecords(bytes: number): void {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (record: { readonly size?: number }, key) {
    if (Number(record.size) >= bytes) throw new DOMException('The serialized value is too large', 'DataError')
    return put.call(this, record, key)
  }
}
