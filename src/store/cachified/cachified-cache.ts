import type { NamedValuesOptions } from '../named-values/named-values.ts'
import { createNamedValues } from '../named-values/named-values.ts'
import type { Store } from '../store.ts'

/** A cache for `cachified` of `@epic-web/cachified` 5. */
export interface CachifiedCache {
  /** The name in the reports of cachified. */
  readonly name: string
  /** Resolves to an entry with its metadata, also if its time is over; to `null` if there is none. */
  get(key: string): Promise<CachifiedEntry | null>
  /** Stores an entry with its metadata. */
  set(key: string, entry: CachifiedEntry): Promise<void>
  /** Deletes an entry, if there is one. */
  delete(key: string): Promise<void>
}

/** A value with the times that cachified judges it by. */
export interface CachifiedEntry {
  /** What `getFreshValue` returned. */
  readonly value: unknown
  /** The times. */
  metadata: CachifiedMetadata
}

/** The times of an entry, in milliseconds. */
export interface CachifiedMetadata {
  /** When the value was computed, in epoch milliseconds. */
  createdTime: number
  /** For this long the value is fresh. `null`: for ever. */
  ttl?: number | null
  /** For this long after `ttl` it is stale. `null`: for ever. */
  swr?: number | null
  /** The former name of `swr`. */
  readonly swv?: number | null
  /** What the option `traceId` of the call was. */
  traceId?: unknown
}

/**
 * Creates a cache for `cachified`, so that its values are kept in a Cachetta store: in files, in IndexedDB, in Redis. Dates, Maps and
 * the other built-in types survive, also in stores that keep texts. cachified decides what is fresh; the medium may delete an entry
 * when its `ttl` and `swr` are over.
 *
 * @throws {InvalidOptionError} when `store` is no store, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { cachified } from '@epic-web/cachified'
 * import { fileStore } from 'cachetta'
 * import { cachifiedCache } from 'cachetta/cachified'
 *
 * const cache = cachifiedCache(fileStore(), { path: './cache/cachified.json' })
 *
 * export function getUser(id: number): Promise<unknown> {
 *   return cachified({
 *     cache,
 *     key: `user-${id}`,
 *     ttl: 300_000,
 *     swr: 60_000,
 *     getFreshValue: async () => (await fetch(`https://api.example.com/users/${id}`)).json(),
 *   })
 * }
 * ```
 */
export function cachifiedCache(store: Store, options: NamedValuesOptions = {}): CachifiedCache {
  const values = createNamedValues('cachifiedCache', store, { defaultPath: 'cachified', ...options })
  return {
    name: `cachetta (${store.name})`,
    async get(key) {
      const entry = await values.get(key)
      return isCachifiedEntry(entry?.value) ? entry.value : null
    },
    async set(key, { metadata, value }) {
      const { createdTime, swr, swv, ttl } = metadata
      const spans = { duration: toSpan(ttl), staleDuration: toSpan(swr === undefined ? swv : swr) }
      await values.set(key, { value, metadata }, { storedAt: createdTime, ...spans })
    },
    delete: (key) => values.delete(key),
  }
}

/** cachified writes `null` for `Infinity`. A negative span means that the value is not to be used again. */
function toSpan(span: number | null | undefined): number {
  return span === null ? Number.POSITIVE_INFINITY : Math.max(0, span ?? 0)
}

/** False for what a cache with the same path has stored. */
function isCachifiedEntry(value: unknown): value is CachifiedEntry {
  const { metadata }: { readonly metadata?: unknown } = Object(value)
  return typeof metadata === 'object' && metadata !== null
}
