import { useState } from 'react'
import { describeValue, InvalidOptionError } from '../errors.ts'
import { listDefaults } from './config/config.ts'
import type { Cached, CachedKey, Key, LiteralKey } from './config/key.ts'
import type { AnyFetcher, Fetcher, ProviderOptions } from './config/options.ts'
import type { RegisteredError } from './config/register.ts'
import { useConfig } from './config/use-config.ts'
import type { HookState } from './observer/hook-state.ts'
import { createHookState } from './observer/hook-state.ts'
import { resolveQuery } from './observer/query.ts'
import { useObserver } from './observer/use-observer.ts'
import { PagesObserver } from './pages/pages-observer.ts'
import type { GetKey, InfiniteOptions, ListConfig, PagesQuery } from './pages/pages-query.ts'
import { createPagesResult } from './pages/pages-result.ts'
import type { AnyResult, Result } from './result/result.ts'
import { fallbackFor } from './result/snapshot.ts'
import { applyMiddleware } from './use-cachetta.ts'
import type { FetcherOfAnyKey } from './use-cachetta-type.ts'

/** The result of {@link useCachettaInfinite}. `data` is the list of pages. */
export interface InfiniteResult<Page, Error = RegisteredError>
  extends Result<Page[], Page[] | undefined, Page[], Error> {
  /** The number of pages that the list asks for. All hooks of one list share it. */
  readonly size: number
  /** True if there is a page behind those that are shown. */
  readonly hasNext: boolean
  /** True if there is a page before those that are shown: `getPreviousKey` returns its key. */
  readonly hasPrevious: boolean
  /**
   * Changes the number of pages. Fetches those that come on the screen and are missing or stale, not the first page again.
   * Resolves with the pages. Rejects with `InvalidOptionError` for anything but a whole number from 0. Keeps its identity.
   */
  readonly setSize: (size: NextSize) => Promise<Page[] | undefined>
  /** Adds the page behind the last, and resolves with the pages. Joins if it is on its way; does nothing if there is none. */
  readonly fetchNext: () => Promise<Page[] | undefined>
  /** Adds the page before the first, and resolves with the pages. Joins if it is on its way; does nothing if there is none. */
  readonly fetchPrevious: () => Promise<Page[] | undefined>
}

/**
 * Shows a list page by page. Each page is an entry of its own: it is stored, restored and shared between tabs by itself. Pages
 * appear one by one, each as soon as it arrives.
 * @throws {InvalidKeyError} when the key of a page has no stable identity; while rendering.
 * @example
 * ```tsx
 * import { useCachettaInfinite } from 'cachetta/react'
 *
 * export function Posts() {
 *   const { data = [], size, setSize } = useCachettaInfinite(
 *     (index) => ['posts', index] as const,
 *     ([, index]) => fetchPage(index),
 *   )
 *   return (
 *     <>
 *       {data.flatMap(({ posts }) => posts.map((post) => <p key={post}>{post}</p>))}
 *       <button type="button" onClick={() => void setSize(size + 1)}>More</button>
 *     </>
 *   )
 * }
 * ```
 */
export function useCachettaInfinite<_Types extends 'inferred', Page, const K extends LiteralKey = never>(
  getKey: GetKey<Page, K>,
  fetcher: Fetcher<Page, NoInfer<K>> | null | undefined,
  options?: InfiniteOptions<NoInfer<Page>>,
): InfiniteResult<Page>
/** A cached function in each key. It needs no fetcher. */
export function useCachettaInfinite<Fn extends Cached>(
  getKey: GetKey<Awaited<ReturnType<Fn>>, CachedKey<Fn>>,
  fetcher?: null | undefined,
  options?: InfiniteOptions<Awaited<ReturnType<Fn>>>,
): InfiniteResult<Awaited<ReturnType<Fn>>>
/** The types of the pages and of the errors are given. The compiler then infers no type, so the fetcher takes any key. */
export function useCachettaInfinite<Page = never, Error = RegisteredError>(
  getKey: GetKey<NoInfer<Page>, Key>,
  fetcher?: FetcherOfAnyKey<Page> | null | undefined,
  options?: InfiniteOptions<NoInfer<Page>, Error>,
): InfiniteResult<Page, Error>
export function useCachettaInfinite(
  getKey: AnyGetKey,
  fetcher?: AnyFetcher | undefined,
  options: unknown = {},
): InfiniteResult<unknown, unknown> {
  const given = useConfig(options as ProviderOptions, 'useCachettaInfinite') // its callbacks take the list of this hook
  const config = { ...listDefaults, ...given } as ListConfig // options of a list are among those that the hook was given
  const shared = config.fetcher as AnyFetcher | undefined // it takes the keys of all hooks under the provider
  const result = applyMiddleware(config.use, useList)(getKey, fetcher ?? shared ?? null, config)
  return result as InfiniteResult<unknown, unknown> // its data is a list of pages
}

type AnyGetKey = PagesQuery['getKey']

/** The innermost hook, which middleware wraps: shows one list. */
function useList(getKey: AnyGetKey, fetcher: AnyFetcher, config: ListConfig): AnyResult {
  const query = resolvePagesQuery(getKey, fetcher, config)
  const [list] = useState(() => createListState(query))
  const { hookState, ...verbs } = list
  const result = useObserver(hookState, query, config, (state, observer, render) =>
    createPagesResult(state, observer, render, config.initialSize),
  )
  return Object.assign(result, verbs)
}

function resolvePagesQuery(getKey: AnyGetKey, fetcher: AnyFetcher, config: ListConfig): PagesQuery | undefined {
  const first = resolveQuery(() => getKey(0, null), fetcher, config)
  if (!first) return undefined
  const fallbackPage = fallbackFor(first) // `fallback` of the provider has pages, and `fallbackData` is the list
  const fallbackData = config.fallbackData ?? (fallbackPage === undefined ? undefined : [fallbackPage])
  return { ...first, config: { ...config, fallbackData }, fetcher, getKey }
}

/** Returns the size that a list gets. A function gets the present size. */
type NextSize = number | ((size: number) => number)

interface ListState {
  readonly hookState: HookState<PagesObserver, PagesQuery>
  setSize(next: NextSize): Promise<unknown>
  fetchNext(): Promise<unknown>
  fetchPrevious(): Promise<unknown>
}

/** The state of one hook. Without a key there is no list to change, so its functions do nothing. */
function createListState(first: PagesQuery | undefined): ListState {
  let latest: PagesObserver | undefined
  const hookState = createHookState<PagesObserver, PagesQuery>(first, (query, state) => {
    latest = new PagesObserver(query, state, query.config.persistSize ? latest?.window.size : undefined)
    return latest
  })
  return {
    hookState,
    async setSize(next) {
      const observer = hookState.currentObserver()
      if (!observer) return undefined
      const size = typeof next === 'function' ? next(observer.window.size) : next
      if (Number.isSafeInteger(size) && size >= 0) return observer.setSize(size)
      throw new InvalidOptionError(`size: ${describeValue(size)} was given; accepted is a whole number from 0`)
    },
    fetchNext: async () => hookState.currentObserver()?.fetchMore(1),
    fetchPrevious: async () => hookState.currentObserver()?.fetchMore(-1),
  }
}
