import type { Cachetta } from '../cachetta/interface.ts'
import { requireConfiguration } from '../cachetta/options/configuration.ts'
import { requireHandle } from '../engine/request/cache-handle.ts'
import { InvalidOptionError } from '../errors.ts'
import { addressOf } from '../key/address.ts'
import { ClientFollower } from './client-follower.ts'
import type { KeyFilters } from './match-query.ts'
import { matchesQuery } from './match-query.ts'
import type { CachettaPersisterOptions } from './options.ts'
import { parsePersisterOptions } from './options.ts'
import type { QueryEntries } from './query-entries.ts'
import { deleteStored, visitStored } from './query-entries.ts'
import { QueryRecords } from './query-records.ts'
import { restoreIntoClient, restoreOrFetch } from './restore-query.ts'
import { SavedClient } from './saved-client.ts'
import type { PersistableClient, PersistableQuery, RestoredQueryClient, SavedQueryClient } from './tanstack-types.ts'

/** Restores a query from its entry, or fetches it. TanStack Query calls it for each fetch of a query. */
export type PersisterFunction = <Data, Context>(
  queryFn: (context: Context) => Data | Promise<Data>,
  context: object,
  query: PersistableQuery,
) => Promise<Data>

/**
 * A persister for TanStack Query 5. It is the function for the option `persister` of a query, and has the methods that
 * `persistQueryClient` calls.
 */
export interface CachettaPersister extends PersisterFunction {
  /** The persister itself, under the name that it has in the result of `experimental_createQueryPersister`. */
  readonly persisterFn: PersisterFunction
  /** Stores the queries that have changed since the last call. `persistQueryClient` calls it. Never rejects. */
  persistClient(client: SavedQueryClient): Promise<void>
  /** Reads all queries. `persistQueryClient` calls it. Resolves with `undefined` if there are none, or the store failed. */
  restoreClient(): Promise<RestoredQueryClient | undefined>
  /** Deletes all queries. `persistQueryClient` calls it if they are too old, or have another `buster`. */
  removeClient(): Promise<void>
  /**
   * Keeps all queries of a client and their entries equal: what the client sets or invalidates is stored, and what another tab stores
   * reaches the client. Queries with this persister need no such call. Returns a function that ends it.
   */
  subscribe(queryClient: PersistableClient): () => void
  /** Puts the stored queries that match the filters into the client. Newer data in the client stays. */
  restoreQueries(queryClient: PersistableClient, filters?: KeyFilters): Promise<void>
  /** Deletes the stored queries that match the filters. A query that a client still has is reset. */
  removeQueries(filters?: KeyFilters): Promise<void>
}

/**
 * Creates a persister for TanStack Query 5: each query is one entry of the cache. Give it to the option `persister` of queries, or to
 * `persistQueryClient`. Data shows after a reload without the network, other tabs get what one tab has fetched, and the store evicts
 * by its own rules. A value that cannot be stored, or a store that fails, is logged; the query works without it.
 *
 * @param cache A cache with a literal path that no other data has.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, has a path function or the option `key`, or when an option is unknown
 * or has a wrong value.
 * @example
 * ```ts
 * import { QueryClient } from '@tanstack/react-query'
 * import { Cachetta } from 'cachetta'
 * import { cachettaPersister } from 'cachetta/tanstack-query'
 *
 * const persister = cachettaPersister(new Cachetta({ path: 'queries' }))
 * const queryClient = new QueryClient({ defaultOptions: { queries: { persister } } })
 * ```
 */
export function cachettaPersister(cache: Cachetta, options: CachettaPersisterOptions = {}): CachettaPersister {
  const entries = createEntries(cache, options)
  const { settings } = entries
  const records = new QueryRecords()
  const saved = new SavedClient(entries, records)
  const followers = new WeakMap<PersistableClient, ClientFollower>()

  const followerOf = (client: PersistableClient): ClientFollower => {
    const follower = followers.get(client) ?? new ClientFollower(entries, records, client, persister)
    followers.set(client, follower)
    return follower
  }
  const persisterFn: PersisterFunction = (queryFn, context, query) => {
    const fetch = async () => queryFn(context as Parameters<typeof queryFn>[0]) // TanStack Query makes it for this very function
    if (!settings.isEnabled || !matchesQuery(settings.filters, query)) return fetch()
    const { client }: { client?: PersistableClient } = Object(context) // older releases of TanStack Query have none
    return restoreOrFetch(entries, query, client && followerOf(client), fetch)
  }
  const persister: CachettaPersister = Object.assign(persisterFn, {
    persisterFn,
    persistClient: async (client: SavedQueryClient) => {
      if (settings.isEnabled) await saved.save(client)
    },
    restoreClient: async () => (settings.isEnabled ? saved.restore() : undefined),
    removeClient: async () => {
      if (settings.isEnabled) await saved.remove()
    },
    subscribe: (client: PersistableClient) => {
      if (!settings.isEnabled) return () => {}
      const follower = followerOf(client)
      follower.followAll()
      return () => {
        follower.stop()
        followers.delete(client)
      }
    },
    restoreQueries: async (client: PersistableClient, filters: KeyFilters = {}) => {
      if (!settings.isEnabled) return
      await visitStored(entries, filters, (stored) => restoreIntoClient(client, followerOf(client), stored))
    },
    removeQueries: async (filters: KeyFilters = {}) => {
      if (settings.isEnabled) await deleteStored(entries, filters)
    },
  })
  return persister
}

function createEntries(cache: Cachetta, options: CachettaPersisterOptions): QueryEntries {
  const settings = parsePersisterOptions(options)
  const { addressRule, engine } = requireConfiguration(cache)
  const wrong = typeof addressRule.path === 'function' ? 'a path function' : addressRule.key && 'the option key'
  if (wrong) {
    throw new InvalidOptionError(
      `cache: a cache with ${wrong} was given; accepted is a cache with a literal path, because a query key names each entry`,
    )
  }
  return { engine, handle: requireHandle(cache), settings, base: addressOf(addressRule, []) }
}
