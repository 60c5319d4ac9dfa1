import type { Backend, BackendStoreOptions } from '../backend/backend.ts'
import { acceptedOptions } from '../backend/backend.ts'
import { createBackendStore } from '../backend/backend-store.ts'
import { checkMethods, checkOptions } from '../check-options.ts'
import type { EntryStat, Store } from '../store.ts'

/** An instance of Keyv, release 5 or 6. These are the methods that the store calls. */
export interface KeyvInstance {
  /** Resolves to the value, and to `undefined` if there is none. */
  get(key: string): Promise<unknown>
  /** Stores a value for `ttl` milliseconds, without `ttl` for ever. Resolves to false if that failed. */
  set(key: string, value: string, ttl?: number): Promise<boolean>
  /** Deletes a value. */
  delete(key: string): Promise<boolean>
  /** Calls the listener for each error that Keyv does not throw. */
  on(event: 'error', listener: (error: unknown) => void): unknown
  /** Yields the keys and values. Keyv 5 lacks it over an adapter that it does not iterate. */
  iterator?(argument?: unknown): AsyncIterable<readonly unknown[]>
  /** The adapter, or the Map. */
  readonly store?: unknown
}

/**
 * Creates a store that keeps entries in a Keyv instance, and so in PostgreSQL, MySQL, SQLite, MongoDB, Redis or whatever has an
 * adapter for Keyv 5 or 6. You create, configure and disconnect Keyv. The store has no locks, no change messages and no synchronous
 * methods: two processes may compute the same entry at the same time. An adapter that cannot iterate cannot list: `invalidateAll`
 * then warns, and hides the entries in this process only.
 *
 * Keyv 5 takes a read that fails for a missing value, unless it was created with `throwOnErrors: true`.
 *
 * @throws {InvalidOptionError} when `keyv` is no instance of Keyv, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { keyvStore } from 'cachetta/keyv'
 * import Keyv from 'keyv'
 *
 * const keyv = new Keyv({ throwOnErrors: true }) // with a store: new KeyvPostgres(…), new KeyvSqlite(…)
 * export const cache = new Cachetta({ path: 'shop', store: keyvStore(keyv), duration: '1h' })
 * ```
 */
export function keyvStore(keyv: KeyvInstance, options: BackendStoreOptions = {}): Store {
  checkMethods('keyvStore', keyv, ['get', 'set', 'delete', 'on'], 'an instance of Keyv')
  checkOptions('keyvStore', options, acceptedOptions)
  return createBackendStore(createKeyvBackend(keyv), options.prefix)
}

function createKeyvBackend(keyv: KeyvInstance): Backend {
  const errors = watchErrors(keyv)
  return {
    storeName: 'keyv',
    replacesAtOnce: true,
    expires: true,
    read: (name) => errors.rethrow(() => keyv.get(name), undefined),
    async write(name, record, lifetime) {
      const isStored = await errors.rethrow(() => keyv.set(name, record, lifetime), false)
      if (isStored === false) throw new Error('Keyv did not store the value')
    },
    async remove(name) {
      await errors.rethrow(() => keyv.delete(name), false)
    },
    async *list(start, toStat) {
      // The iterators of Keyv read page after page, so they skip entries if others are deleted meanwhile.
      const stats: EntryStat[] = []
      for await (const [key, record] of iterate(keyv, errors)) {
        const stat = typeof record === 'string' && record.includes(start) ? toStat(String(key), record) : null
        if (stat !== null) stats.push(stat)
      }
      yield* stats
    },
  }
}

interface ErrorWatch {
  readonly count: number
  readonly last: unknown
  /** Rejects with the last error if Keyv returned `failure` and has reported an error since. */
  rethrow<T>(call: () => Promise<T>, failure: T): Promise<T>
}

/** Keyv reports most errors as events, and returns what it returns for a missing value. */
function watchErrors(keyv: KeyvInstance): ErrorWatch {
  let count = 0
  let last: unknown
  keyv.on('error', (error) => {
    count += 1
    last = error
  })
  return {
    get count() {
      return count
    },
    get last() {
      return last
    },
    async rethrow(call, failure) {
      const before = count
      const result = await call()
      if (result === failure && count > before) throw last
      return result
    },
  }
}

/** Keyv 6 reports an error and yields no value for each record that is not its own. Any other error has ended the iteration. */
async function* iterate(keyv: KeyvInstance, errors: ErrorWatch): AsyncIterable<readonly unknown[]> {
  if (keyv.iterator === undefined || !canIterate(keyv.store))
    throw new Error('this adapter of Keyv cannot list its keys')
  const before = errors.count
  let foreign = 0
  for await (const item of keyv.iterator()) {
    if (item[1] === undefined) foreign += 1
    yield item
  }
  if (errors.count - before > foreign) throw errors.last
}

/** Keyv 6 wraps an adapter that is not made for it, and iterates nothing if the adapter does not iterate. */
function canIterate(adapter: unknown): boolean {
  const { capabilities, store: wrapped }: { readonly capabilities?: unknown; readonly store?: unknown } =
    Object(adapter)
  if (capabilities === undefined || wrapped === undefined) return true
  const { entries, iterator }: { readonly entries?: unknown; readonly iterator?: unknown } = Object(wrapped)
  return typeof entries === 'function' || typeof iterator === 'function'
}
