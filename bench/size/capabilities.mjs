// What a page with `useCachetta` and `CachettaProvider` can do, and the files that do it.

/**
 * `files`: from `src/`, without their ending; a name that ends with `/` stands for the files of a directory. `within`: the capability
 * that this one is a part of.
 */
export const capabilities = [
  { name: '`retry`: after an error, paused while offline or hidden', files: ['react/observer/retry'] },
  { name: 'focus, reconnect, polling', files: ['react/observer/triggers'] },
  { name: 'Suspense and `use(promise)`', files: ['react/result/promise', 'engine/slot/wait-for-value'] },
  { name: '`select` and `keepPreviousData`', files: ['react/result/selected-data'] },
  { name: 'options, `fallback`, deep comparison of data', files: ['react/config/config', 'react/config/browser'] },
  { name: 'pages from a server', files: ['react/result/server-snapshot'] },
  { name: 'React 17', files: ['react/observer/use-sync-external-store'] },
  { name: '`mutate`: optimistic data, rollback, races with fetches', files: ['engine/change/mutate'] },
  {
    name: 'one computation per entry, locks, timeouts',
    files: ['compute/flight', 'compute/timeout', 'compute/request-fetch'].map((file) => `engine/${file}`),
  },
  { name: 'results: conditions, tags, who wins a race', files: ['engine/compute/store-result'] },
  { name: 'a store that fails, is slow or never answers', files: ['engine/store/guard-store', 'engine/trouble'] },
  { name: '`schema`', files: ['engine/request/schema', 'engine/read/check-entry', 'engine/compute/conform'] },
  { name: 'memory and its limit', files: ['engine/memory/'] },
  { name: 'keys of any type', files: ['canonical', 'built-in', 'walk', 'primitive-text'].map((file) => `key/${file}`) },
  { name: 'durations as text', files: ['entry/duration'] },
  {
    name: 'data of any type: `Date`, `Map`, `URL`, errors, bytes',
    files: ['entry/kinds/', 'entry/clone-codec', 'entry/plain-json', 'store/indexeddb/cloneable-size'],
    isNeededLater: true,
  },
  { name: 'IndexedDB', files: ['store/indexeddb/core-store'] },
  {
    name: 'writes in batches, beside the work of the page',
    within: 'IndexedDB',
    files: ['commit-batch', 'pending-writes', 'write-queue', 'yield-to-page'].map((file) => `store/indexeddb/${file}`),
    isNeededLater: true,
  },
  {
    name: 'a limit, and a full disk',
    within: 'IndexedDB',
    files: ['store/indexeddb/eviction'],
    isNeededLater: true,
  },
  {
    name: 'tabs: changes, one computation, order',
    within: 'IndexedDB',
    files: ['store/indexeddb/tabs/', 'store/indexeddb/change-log', 'store/indexeddb/scopes'],
    isNeededLater: true,
  },
]

/** Other libraries with the same work, from bench/peers/. */
export const peers = [
  { name: 'SWR, in memory', code: `export { default, SWRConfig } from 'swr'` },
  {
    name: 'TanStack Query, in memory',
    code: `export { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'`,
  },
  {
    name: 'TanStack Query with the persister for each query, `idb-keyval` and `superjson`',
    code: `
      export { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
      export { experimental_createQueryPersister } from '@tanstack/query-persist-client-core'
      export { del, get, set } from 'idb-keyval'
      export { default } from 'superjson'`,
  },
]
