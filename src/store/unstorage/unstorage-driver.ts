import type { NamedValuesOptions } from '../named-values/named-values.ts'
import { createNamedValues, isOutlived } from '../named-values/named-values.ts'
import type { Store } from '../store.ts'

/** A driver for unstorage 1. A storage calls its methods with keys like `users:1`. */
export interface UnstorageDriver {
  /** `'cachetta'`. */
  readonly name: string
  /** The driver expires values itself. */
  readonly flags: { readonly ttl: true }
  /** True if there is a value that has not expired. */
  hasItem(key: string): Promise<boolean>
  /** Resolves to the value; `null` if it is missing or has expired. */
  getItem(key: string): Promise<UnstorageValue>
  /** Like `getItem`. Keeps bytes and objects as they were. */
  getItemRaw(key: string): Promise<unknown>
  /** Stores a value for `ttl` seconds. Without `ttl` it does not expire. */
  setItem(key: string, value: string, options?: UnstorageWriteOptions): Promise<void>
  /** Like `setItem`, for any value that can be stored. */
  setItemRaw(key: string, value: unknown, options?: UnstorageWriteOptions): Promise<void>
  /** Deletes a value, if there is one. */
  removeItem(key: string): Promise<void>
  /** Resolves to when the value was stored, and to the seconds that are left to it; `null` if it is missing. */
  getMeta(key: string): Promise<UnstorageMeta | null>
  /** Resolves to the keys that begin with `base`. */
  getKeys(base?: string): Promise<string[]>
  /** Deletes the values whose keys begin with `base`. */
  clear(base?: string): Promise<void>
}

/** A value as unstorage types it. */
export type UnstorageValue = null | string | number | boolean | object

/** The options of one write. */
export interface UnstorageWriteOptions {
  /** After this many seconds the value is missing. @default never */
  readonly ttl?: number
}

/** What is known about a value. */
export interface UnstorageMeta {
  /** When the value was stored. */
  readonly mtime: Date
  /** The bytes that it takes in the store. */
  readonly size: number
  /** The seconds that are left to it. Absent: it does not expire. */
  readonly ttl?: number
  readonly [name: string]: UnstorageValue | Date | undefined
}

/**
 * Creates a driver for unstorage 1, so that every library that takes a storage, for example Nitro, keeps its data in a Cachetta store:
 * in files, in IndexedDB, in Redis. The option `ttl` of a write, in seconds, expires the value. The driver does not report changes by
 * others.
 *
 * @throws {InvalidOptionError} when `store` is no store, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { fileStore } from 'cachetta'
 * import { unstorageDriver } from 'cachetta/unstorage'
 * import { createStorage } from 'unstorage'
 *
 * export const storage = createStorage({ driver: unstorageDriver(fileStore(), { path: './cache/items.json' }) })
 * ```
 */
export function unstorageDriver(store: Store, options: NamedValuesOptions = {}): UnstorageDriver {
  const values = createNamedValues('unstorageDriver', store, { defaultPath: 'unstorage', ...options })

  async function read(key: string): Promise<unknown> {
    const entry = await values.get(key)
    return entry === null || isOutlived(entry, Date.now()) ? null : entry.value
  }
  async function write(key: string, value: unknown, { ttl }: UnstorageWriteOptions = {}): Promise<void> {
    const duration = ttl === undefined ? Number.POSITIVE_INFINITY : Math.max(0, ttl * 1_000)
    await values.set(key, value, { storedAt: Date.now(), duration })
  }
  async function describe(key: string): Promise<UnstorageMeta | null> {
    const stat = await values.stat(key)
    const now = Date.now()
    if (stat === null || isOutlived(stat, now)) return null
    const { duration = Number.POSITIVE_INFINITY, size, storedAt } = stat
    const meta = { mtime: new Date(storedAt), size }
    return duration === Number.POSITIVE_INFINITY ? meta : { ...meta, ttl: (storedAt + duration - now) / 1_000 }
  }

  return {
    name: 'cachetta',
    flags: { ttl: true },
    hasItem: async (key) => (await describe(key)) !== null,
    getItem: async (key) => (await read(key)) ?? null,
    getItemRaw: read,
    setItem: write,
    setItemRaw: write,
    removeItem: (key) => values.delete(key),
    getMeta: describe,
    getKeys: async (base = '') => [...(await values.listNames(base))],
    async clear(base = '') {
      const names = await values.listNames(base)
      await Promise.all(names.map((name) => values.delete(name)))
    },
  }
}
