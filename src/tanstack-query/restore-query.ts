import type { ClientFollower } from './client-follower.ts'
import { fetchQuery } from './fetch-query.ts'
import type { QueryEntries, StoredQuery } from './query-entries.ts'
import { readQuery, toTarget } from './query-entries.ts'
import type { PersistableClient, PersistableQuery } from './tanstack-types.ts'

/** Resolves with the stored data of a query that has none, else fetches. `follower` is undefined if the query's client is unknown. */
export async function restoreOrFetch<Data>(
  entries: QueryEntries,
  query: PersistableQuery,
  follower: ClientFollower | undefined,
  fetch: () => Promise<Data>,
): Promise<Data> {
  follower?.follow(query)
  const target = toTarget(entries, query)
  const isFirst = query.state.data === undefined
  const stored = isFirst ? await readQuery(entries, target) : undefined
  if (!stored) {
    const onEnd = follower?.startOwnChange(query) ?? (() => {})
    return fetchQuery(entries, target, { fetch, force: !isFirst, onEnd })
  }
  const { dataUpdateCount } = query.state
  // In a later task, because the client sets its own time with the data.
  entries.engine.clock.after(0, () => {
    if (query.state.dataUpdateCount === dataUpdateCount + 1) finishRestore(entries, query, follower, stored)
  })
  return stored.data as Data // what an earlier fetch of the query has returned
}

/** The data is as old as when it was stored. Stale data is fetched, as after any mount. */
function finishRestore(
  { settings: { refetchOnRestore } }: QueryEntries,
  query: PersistableQuery,
  follower: ClientFollower | undefined,
  { isStale, updatedAt }: StoredQuery,
): void {
  const setState = () => query.setState({ dataUpdatedAt: updatedAt, isInvalidated: isStale })
  if (follower) follower.apply(setState)
  else setState()
  const needsFetch = refetchOnRestore === 'always' || (refetchOnRestore && (isStale || query.isStale()))
  if (needsFetch) query.fetch().catch(() => {}) // the query has the error in its state
}

/** Sets the data of a query, unless the client has newer data. */
export function restoreIntoClient(client: PersistableClient, follower: ClientFollower, stored: StoredQuery): void {
  const { data, isStale, name, updatedAt } = stored
  const cache = client.getQueryCache()
  if ((cache.get(name.queryHash)?.state.dataUpdatedAt ?? 0) >= updatedAt) return
  follower.apply(() => {
    client.setQueryData(name.queryKey, data, { updatedAt })
    if (isStale) cache.get(name.queryHash)?.invalidate()
  })
}
