import { useState } from 'react'
import type { Given } from './given.ts'
import type { GetKey, InfiniteOptions } from './infinite-options.ts'
import { createInstance } from './instance.ts'
import type { Key } from './key.ts'
import type { Fetcher, ProviderOptions } from './options.ts'
import { Pages } from './pages.ts'
import type { PagesWanted } from './pages-wanted.ts'
import type { Result } from './result.ts'
import { useConfig } from './use-config.ts'
import { useView } from './use-view.ts'
import { wantedBy } from './wanted.ts'

export interface InfiniteResult<Page> extends Result<readonly Page[], readonly Page[] | undefined, readonly Page[]> {
  /** How many pages are asked for. */
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
  const first = wantedBy(() => getKey(0, null), fetcher as Given['fetcher'], config)
  const wanted = first && ({ ...first, fetcher, getKey, infinite: options } as unknown as PagesWanted)
  const [list] = useState(() => createList(wanted, options))
  const result = useView(list.instance, wanted, config)
  const size = list.instance.viewOf(wanted)?.size ?? 0
  return Object.assign(result, { size, setSize: list.setSize }) as unknown as InfiniteResult<Page> // of pages of this type
}

function createList(first: PagesWanted | undefined, { initialSize = 1 }: Pick<InfiniteOptions, 'initialSize'>) {
  let size = initialSize
  const instance = createInstance<Pages, PagesWanted>(first, (wanted, own) => {
    if (!wanted.infinite.persistSize) size = wanted.infinite.initialSize ?? 1
    return new Pages(wanted, size, own)
  })
  return {
    instance,
    async setSize(next: number | ((size: number) => number)): Promise<unknown> {
      const pages = instance.current()
      size = typeof next === 'function' ? next(pages?.size ?? size) : next
      return pages?.setSize(size)
    },
  }
}
