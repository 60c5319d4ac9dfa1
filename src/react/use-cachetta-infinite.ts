import { useState } from 'react'
import type { HookArguments } from './config/arguments.ts'
import type { Key } from './config/key.ts'
import type { Fetcher, ProviderOptions } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import { createHookState } from './observer/hook-state.ts'
import { resolveQuery } from './observer/query.ts'
import { useObserver } from './observer/use-observer.ts'
import type { GetKey, InfiniteOptions } from './pages/infinite-options.ts'
import { PagesObserver } from './pages/pages-observer.ts'
import type { PagesQuery } from './pages/pages-query.ts'
import type { Result } from './result/result.ts'

export interface InfiniteResult<Page> extends Result<readonly Page[], readonly Page[] | undefined, readonly Page[]> {
  /** How many pages are request for. */
  readonly size: number
  /** Asks for another number of pages; those that are missing are fetched. Keeps its identity. */
  readonly setSize: (size: number | ((size: number) => number)) => Promise<readonly Page[] | undefined>
}

/** A list, page by page. Each page is an entry like any other: it is kept, restored, shared between tabs by itself. */
export function useCachettaInfinite<Page, const K extends Key>(
  getKey: GetKey<Page, K>,
  fetcher: Fetcher<Page, K> | null,
  options: InfiniteOptions<Page> = {},
): InfiniteResult<Page> {
  const config = useConfig(options as unknown as ProviderOptions) // what it takes and gives is this list's pages
  const first = resolveQuery(() => getKey(0, null), fetcher as HookArguments['fetcher'], config)
  const query = first && ({ ...first, fetcher, getKey, infinite: options } as unknown as PagesQuery)
  const [list] = useState(() => createPagesState(query, options))
  const result = useObserver(list.hookState, query, config)
  const size = list.hookState.observerFor(query)?.size ?? 0
  return Object.assign(result, { size, setSize: list.setSize }) as unknown as InfiniteResult<Page> // of pages of this type
}

function createPagesState(first: PagesQuery | undefined, { initialSize = 1 }: Pick<InfiniteOptions, 'initialSize'>) {
  let size = initialSize
  const hookState = createHookState<PagesObserver, PagesQuery>(first, (query, own) => {
    if (!query.infinite.persistSize) size = query.infinite.initialSize ?? 1
    return new PagesObserver(query, size, own)
  })
  return {
    hookState,
    async setSize(next: number | ((size: number) => number)): Promise<unknown> {
      const pages = hookState.currentObserver()
      size = typeof next === 'function' ? next(pages?.size ?? size) : next
      return pages?.setSize(size)
    },
  }
}
