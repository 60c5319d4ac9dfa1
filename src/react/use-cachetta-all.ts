import { useState } from 'react'
import { isThenable } from '../engine/thenable.ts'
import { mergeConfig, refreshIntervalFor } from './config/config.ts'
import type { Cached } from './config/key.ts'
import type { AllRequest, AnyFetcher, ProviderOptions } from './config/options.ts'
import { checkOptionNames, useConfig } from './config/use-config.ts'
import type { ListItem } from './observer/observer-list.ts'
import { ObserverList } from './observer/observer-list.ts'
import { resolveQuery } from './observer/query.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import { toDisplayed } from './observer/use-observer.ts'
import { useSyncExternalStore } from './observer/use-sync-external-store.ts'
import { hasNothingToShow, throwToBoundary } from './result/promise.ts'
import type { Result } from './result/result.ts'
import { createResult } from './result/result.ts'
import { selectData } from './result/selected-data.ts'
import type { Snapshot } from './result/snapshot.ts'
import { createSnapshotWithoutKey } from './result/snapshot.ts'

/** The key in a request: without a falsy value, and what a key function returns. */
type KeyIn<Key> = Key extends () => infer Returned ? KeyIn<Returned> : Exclude<Key, '' | 0 | false | null | undefined>

/** The data of a request: of its fetcher, else of the cached function in its key. */
type DataIn<Request> = Request extends { readonly fetcher: (...args: never[]) => infer Returned }
  ? Awaited<Returned>
  : Request extends { readonly key: infer Key }
    ? KeyIn<Key> extends readonly [infer Fn extends Cached, ...unknown[]]
      ? Awaited<ReturnType<Fn>>
      : unknown
    : unknown

type SelectedIn<Request> = Request extends { select(data: never): infer Selected } ? Selected : DataIn<Request>

type ShownIn<Request> = Request extends
  | { readonly suspense: true }
  | { readonly fallbackData: object | string | number }
  ? SelectedIn<Request>
  : SelectedIn<Request> | undefined

/** The result of one request of {@link useCachettaAll}. */
export type AllResult<Request> = Result<SelectedIn<Request>, ShownIn<Request>, DataIn<Request>>

/**
 * Shows the data of a list of keys, as `useCachetta` shows that of one. The list may change its length and its order in every
 * render, and may hold a key twice. Returns one result for each request, in the same order. The component renders only for fields
 * that it reads. A request with `suspense` waits; the others are fetched meanwhile.
 * @throws {InvalidKeyError} when a key has no stable identity; while rendering.
 * @example
 * ```tsx
 * import { useCachettaAll } from 'cachetta/react'
 *
 * export function Users({ ids }: { ids: number[] }) {
 *   const users = useCachettaAll(ids.map((id) => ({ key: ['user', id], fetcher: () => fetchUser(id) })))
 *   return <p>{users.map(({ data, isLoading }) => (isLoading ? '…' : data?.name)).join(', ')}</p>
 * }
 * ```
 */
export function useCachettaAll<const Requests extends readonly AllRequest[]>(
  requests: Requests,
): { readonly [Index in keyof Requests]: AllResult<Requests[Index]> } {
  const parent = useConfig(undefined)
  const configs = requests.map((request) => {
    checkOptionNames(parent, request, 'useCachettaAll')
    const { fetcher, key, ...options } = request
    return mergeConfig(parent, options as ProviderOptions) // its callbacks take the data of this key
  })
  const queries = configs.map((config, index) => {
    const { fetcher, key } = requests[index] ?? { key: undefined }
    return resolveQuery(key, (fetcher ?? config.fetcher ?? null) as AnyFetcher, config) // it takes this key
  })
  const [list] = useState(() => new ObserverList())
  const items = list.resolve(queries, configs)
  const snapshots = useSyncExternalStore(
    list.subscribe,
    () => list.getSnapshots(items),
    () => list.getServerSnapshots(items),
  )
  const renders = items.map((item, index) => createRender(item, snapshots[index]))
  suspend(renders)

  useCommitEffect(() => {
    const displayed = renders.map(({ item, snapshot, data }) => toDisplayed(item.query, item.observer, snapshot, data))
    list.commit(items, displayed, renders.map(intervalOf))
  })
  useCommitEffect(() => () => list.stop(), [list])
  const results = renders.map(({ item, ...render }) => createResult(item.state, item.observer, render))
  return results as unknown as ReturnType<typeof useCachettaAll<Requests>> // one result for each request
}

/** What one render shows of a request. */
interface ItemRender {
  readonly item: ListItem
  readonly snapshot: Snapshot
  readonly data: unknown
  select(snapshot: Snapshot): unknown
}

function createRender(item: ListItem, seen: Snapshot | undefined): ItemRender {
  const { config, observer, query, state } = item
  const snapshot = observer && seen ? seen : createSnapshotWithoutKey(config)
  const select = (each: Snapshot) => selectData(state.displayed, query, config, each)
  return { item, snapshot, data: select(snapshot), select }
}

function intervalOf({ item: { config }, snapshot }: ItemRender): number {
  return refreshIntervalFor(config, snapshot.data)
}

/** Starts the waits of all requests before it throws, so that none of them waits for another. */
function suspend(renders: readonly ItemRender[]): void {
  const waits: unknown[] = []
  for (const { item, snapshot, data } of renders) {
    if (!item.config.suspense || !item.observer || !hasNothingToShow(snapshot, data)) continue
    try {
      throwToBoundary(item.observer)
    } catch (thrown) {
      if (!isThenable(thrown)) throw thrown
      waits.push(thrown)
    }
  }
  if (waits.length > 0) throw Promise.all(waits)
}
