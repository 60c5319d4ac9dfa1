import type { NamedValues, NamedValuesOptions } from '../named-values/named-values.ts'
import { createNamedValues, isOutlived } from '../named-values/named-values.ts'
import type { Store } from '../store.ts'

/** A storage adapter for Keyv 5 and 6. Keyv sets `namespace`, and calls the methods. */
export interface KeyvAdapter {
  /** Keyv 5 iterates only adapters of the kinds that it knows. `dialect` names one that has an iterator like this one. */
  readonly opts: { readonly dialect: 'redis'; readonly url: string; [option: string]: unknown }
  /** The namespace that `clear` empties. Keyv 5 sets it, and puts it before each key. @default all of them */
  namespace?: string | undefined
  /** Resolves to what Keyv has stored; `undefined` if it is missing or has expired. */
  get<Value>(key: string): Promise<Value | undefined>
  /** Like `get` for several keys, in the same order. */
  getMany<Value>(keys: string[]): Promise<(Value | undefined)[]>
  /** Stores a value for `ttl` milliseconds. Without `ttl` it does not expire. */
  set(key: string, value: unknown, ttl?: number): Promise<true>
  /** Deletes a value. Resolves to false if there was none. */
  delete(key: string): Promise<boolean>
  /** Deletes several values. Resolves to false if there was none of them. */
  deleteMany(keys: string[]): Promise<boolean>
  /** Deletes the values of the namespace. */
  clear(): Promise<void>
  /** True if there is a value that has not expired. */
  has(key: string): Promise<boolean>
  /** Yields the keys and values of a namespace. */
  iterator<Value>(namespace?: string): AsyncGenerator<[string, Value], void>
  /** The adapter emits no events: its methods reject. */
  on(event: string, listener: (...args: never[]) => void): KeyvAdapter
}

/**
 * Creates a storage adapter for Keyv 5 and 6, so that every library that takes a Keyv instance keeps its data in a Cachetta store:
 * in files, in IndexedDB, in Redis. One adapter serves one Keyv instance.
 *
 * @throws {InvalidOptionError} when `store` is no store, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { fileStore } from 'cachetta'
 * import { keyvAdapter } from 'cachetta/keyv'
 * import Keyv from 'keyv'
 *
 * export const keyv = new Keyv({ store: keyvAdapter(fileStore(), { path: './cache/keyv.json' }) })
 * ```
 */
export function keyvAdapter(store: Store, options: NamedValuesOptions = {}): KeyvAdapter {
  const values = createNamedValues('keyvAdapter', store, { defaultPath: 'keyv', ...options })
  // Keyv says by a type parameter what it has stored, so no value can be checked.
  const get = async <Value>(key: string) => (await readValue(values, key)) as Value | undefined
  const remove = (key: string) => deleteValue(values, key)

  return {
    opts: { dialect: 'redis', url: '' },
    get,
    getMany: async <Value>(keys: string[]) => Promise.all(keys.map((key) => get<Value>(key))),
    async set(key, value, ttl) {
      const duration = ttl === undefined || ttl <= 0 ? Number.POSITIVE_INFINITY : ttl
      await values.set(key, value, { storedAt: Date.now(), duration })
      return true
    },
    delete: async (key) => remove(key),
    async deleteMany(keys) {
      const deleted = await Promise.all(keys.map(remove))
      return deleted.includes(true)
    },
    async clear() {
      const names = await values.listNames(startOf(this.namespace))
      await Promise.all(names.map((name) => values.delete(name)))
    },
    async has(key) {
      const stat = await values.stat(key)
      return stat !== null && !isOutlived(stat, Date.now())
    },
    async *iterator<Value>(namespace?: string) {
      for (const name of await values.listNames(startOf(namespace))) {
        const value = await get<Value>(name)
        if (value !== undefined) yield [name, value]
      }
    },
    on() {
      return this
    },
  }
}

/** Keyv 5 puts one colon after the namespace, Keyv 6 two. */
function startOf(namespace: string | undefined): string {
  return namespace === undefined ? '' : `${namespace}:`
}

async function readValue(values: NamedValues, key: string): Promise<unknown> {
  const entry = await values.get(key)
  return entry === null || isOutlived(entry, Date.now()) ? undefined : entry.value
}

/** A damaged value is there, and is deleted like any other. */
async function deleteValue(values: NamedValues, key: string): Promise<boolean> {
  const isStored = await values.stat(key).then(
    (stat) => stat !== null,
    () => true,
  )
  await values.delete(key)
  return isStored
}
