import { useState } from 'react'
import { listDefaults } from './config/config.ts'
import type { Key } from './config/key.ts'
import type { AnyFetcher, Fetcher, ProviderOptions } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import type { HookState } from './observer/hook-state.ts'
import { createHookState } from './observer/hook-state.ts'
import { resolveQuery } from './observer/query.ts'
import { useObserver } from './observer/use-observer.ts'
import { PagesObserver } from './pages/pages-observer.ts'
import type { GetKey, InfiniteOptions, ListConfig, PagesQuery } from './pages/pages-query.ts'
import type { Result } from './result/result.ts'

/** The result of {@link useCachettaInfinite}. `data` is the list of pages. */
export interface InfiniteResult<Page> extends Result<readonly Page[], readonly Page[] | undefined, readonly Page[]> {
  /** The number of pages. */
  readonly size: number
  /** Changes the number of pages and fetches those that are missing. Resolves with the pages. Keeps its identity. */
  readonly setSize: (size: number | ((size: number) => number)) => Promise<readonly Page[] | undefined>
}

/**
 * Shows a list page by page. Each page is an entry of its own: it is stored, restored and shared between tabs by itself.
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
export function useCachettaInfinite<Page, const K extends Key>(
  getKey: GetKey<Page, K>,
  fetcher: Fetcher<Page, K> | null,
  options: InfiniteOptions<Page> = {},
): InfiniteResult<Page> {
  const given = useConfig(options as unknown as ProviderOptions) // its callbacks take the list of this hook
  const config = { ...listDefaults, ...given } as ListConfig // options of a list are among those that the hook was given
  const first = resolveQuery(() => getKey(0, null), fetcher as AnyFetcher, config)
  const query = first && ({ ...first, config, fetcher, getKey } as unknown as PagesQuery) // both take the keys of this list
  const [list] = useState(() => createPagesState(query, config))
  const result = useObserver(list.hookState, query, config)
  const size = list.hookState.observerFor(query)?.size ?? 0
  const own = { size, setSize: list.setSize }
  // Copied as getters, because reading a field of the result tracks it.
  const listResult = Object.defineProperties(own, Object.getOwnPropertyDescriptors(result))
  return listResult as unknown as InfiniteResult<Page> // its data are these pages
}

interface PagesState {
  readonly hookState: HookState<PagesObserver, PagesQuery>
  setSize(next: number | ((size: number) => number)): Promise<unknown>
}

/** The size is state of the hook, because it may outlive a change of the first key (`persistSize`). */
function createPagesState(first: PagesQuery | undefined, { initialSize }: ListConfig): PagesState {
  let size = initialSize
  const hookState = createHookState<PagesObserver, PagesQuery>(first, (query, state) => {
    if (!query.config.persistSize) size = query.config.initialSize
    return new PagesObserver(query, size, state)
  })
  return {
    hookState,
    async setSize(next) {
      const observer = hookState.currentObserver()
      size = typeof next === 'function' ? next(observer?.size ?? size) : next
      return observer?.setSize(size)
    },
  }
}
