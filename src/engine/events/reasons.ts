// The words in which the log and events say why something happened.

/** Why an entry is outdated. `mutate`: someone called it for a newer value. */
export type ChangeReason = 'external change' | 'invalidation' | 'mutation' | 'mutate'

/** What made a computation no longer count. `own change`: the function itself has changed its entry. */
export type DropReason =
  | ChangeReason
  | 'abort'
  | 'later fetch'
  | 'lost lock'
  | 'own change'
  | 'pause'
  | 'unmount'
  | 'write'

/**
 * Why a flight began, or was joined.
 * - of a function: `call`; `stale` for the revalidation after a stale value
 * - of a hook: `mount`, `key change`, `focus`, `reconnect`, `poll`, `retry`, `suspense`; `nothing to show` if what was to bring the data
 *   no longer counts
 * - after a change: `mutate` without a value, `mutation`, `invalidation`, `external change` by another tab or process
 * - of a list of pages also: `grow`, `missing` pages, `revalidate`, `refetch`
 * - `preload`, `prefetch`, and `query` of TanStack Query
 */
export type FlightReason =
  | ChangeReason
  | 'call'
  | 'focus'
  | 'grow'
  | 'key change'
  | 'missing'
  | 'mount'
  | 'nothing to show'
  | 'poll'
  | 'prefetch'
  | 'preload'
  | 'query'
  | 'reconnect'
  | 'refetch'
  | 'retry'
  | 'revalidate'
  | 'stale'
  | 'suspense'

/** The calls of a store. */
export type StoreOperation = 'read' | 'write' | 'delete' | 'list' | 'lock' | 'subscribe'
