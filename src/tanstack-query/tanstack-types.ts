// The members of TanStack Query 5 that the persister uses. A type test shows that its own classes fit.

/** The state of a query, as far as the persister reads and writes it. */
export interface QueryStateParts {
  /** What the query function returned. */
  data: unknown
  /** How often the data was set. */
  dataUpdateCount: number
  /** When the data was set, in epoch milliseconds. */
  dataUpdatedAt: number
  /** True after `invalidateQueries`. */
  isInvalidated: boolean
  /** `'success'` if there is data and the last fetch did not fail. */
  status: string
}

/** What names a query. */
export interface QueryName {
  /** The key that the application gave. */
  readonly queryKey: readonly unknown[]
  /** The text that identifies the query. By default the key as JSON, with sorted properties. */
  readonly queryHash: string
}

/** A `Query` of TanStack Query 5. */
export interface PersistableQuery extends QueryName {
  /** Its data, and when it was set. */
  readonly state: Readonly<QueryStateParts>
  /** The options of the query. */
  readonly options: { readonly persister?: unknown }
  /** Changes parts of the state. */
  setState(state: Partial<QueryStateParts>): void
  /** Sets the data. */
  setData(data: unknown, options?: { updatedAt?: number; manual: boolean }): unknown
  /** Marks the data as stale. */
  invalidate(): void
  /** True if a component that shows the query should fetch it. */
  isStale(): boolean
  /** Fetches the data. */
  fetch(): Promise<unknown>
}

/** An event of a `QueryCache`. */
export interface QueryEvent {
  /** For example `'added'`, `'updated'` or `'removed'`. */
  readonly type: string
  /** The query that it is about. */
  readonly query: PersistableQuery
  /** What has changed the query, if its type is `'updated'`. */
  readonly action?: unknown
}

/** A `QueryClient` of TanStack Query 5. */
export interface PersistableClient {
  /** Returns the cache of its queries. */
  getQueryCache(): {
    getAll(): PersistableQuery[]
    get(queryHash: string): PersistableQuery | undefined
    subscribe(listener: (event: QueryEvent) => void): () => void
  }
  /** Sets the data of a query. */
  setQueryData(queryKey: readonly unknown[], data: unknown, options?: { updatedAt?: number }): unknown
  /** Marks queries as stale, and fetches those that components show. */
  invalidateQueries(filters: { predicate: (query: PersistableQuery) => boolean }): Promise<void>
  /** Removes the data of queries, and fetches those that components show. */
  resetQueries(filters: { predicate: (query: PersistableQuery) => boolean }): Promise<void>
}

/** The state of a `QueryClient` as `persistQueryClient` saves it. */
export interface SavedQueryClient {
  /** When it was saved, in epoch milliseconds. */
  timestamp: number
  /** The `buster` of the application. */
  buster: string
  /** What `dehydrate` returned. */
  clientState: {
    mutations: readonly object[]
    queries: readonly (QueryName & { readonly state: Readonly<QueryStateParts> })[]
  }
}

/** The state of a `QueryClient` as `persistQueryClient` restores it. */
export interface RestoredQueryClient {
  /** Now: the persister judges the age of each query itself. */
  timestamp: number
  /** The `buster` that was saved last. */
  buster: string
  /** What `hydrate` takes. */
  clientState: {
    /** The paused mutations, as `dehydrate` returned them. */
    mutations: never[]
    queries: RestoredQuery[]
  }
}

/** A query that `hydrate` puts into a `QueryClient`. */
export interface RestoredQuery extends QueryName {
  /** When it was restored, in epoch milliseconds. */
  dehydratedAt: number
  /** Absent for a query that is no list of pages. */
  queryType?: 'infinite'
  /** The state of a query that was fetched with success. */
  state: {
    data: unknown
    dataUpdateCount: number
    dataUpdatedAt: number
    error: null
    errorUpdateCount: number
    errorUpdatedAt: number
    fetchFailureCount: number
    fetchFailureReason: null
    fetchMeta: null
    isInvalidated: boolean
    status: 'success'
    fetchStatus: 'idle'
  }
}
