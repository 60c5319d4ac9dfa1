import type { Boundary, ListState } from './boundary.ts'
import { changeData, readData, recordOf } from './boundary.ts'
import type { BareFetcher } from './key.ts'
import { serialize } from './key.ts'
import type { ListConfig, SWRInfiniteKeyLoader } from './list-configuration.ts'
import { takePreload } from './preload.ts'

/** One load of a list. */
interface ListLoad {
  readonly boundary: Boundary
  readonly config: ListConfig
  readonly fetcher: BareFetcher | null
  readonly getKey: SWRInfiniteKeyLoader | null
  readonly id: string
  /** True if the hook that started the load has just mounted. */
  readonly isMounting: boolean
  readonly list: ListState
  /** The number of pages. */
  readonly size: number
}

/** A page that is about to be loaded. */
interface PageWish {
  readonly index: number
  readonly id: string
  readonly argument: unknown
  /** The page in memory, or as a reload restored the list. */
  readonly known: unknown
  /** The page as the list shows it. */
  readonly shown: unknown
}

/** Loads the pages of a list, one after the other or side by side. Resolves with all of them. */
export async function loadPages(load: ListLoad): Promise<unknown[]> {
  const { boundary, config, getKey, id, list, size } = load
  const { isForced, revalidate } = list
  list.revalidate = undefined
  const shown: unknown = readData(boundary, id)
  const pages: unknown[] = []
  const running: Promise<unknown>[] = []
  for (let index = 0; index < size; index++) {
    const [pageId, argument] = serialize(getKey?.(index, config.parallel ? null : (pages.at(-1) ?? null)))
    if (!pageId) break
    const page: PageWish = { index, id: pageId, argument, ...findPage(load, pageId, index, shown) }
    const loading = shouldFetch(load, page, shown, { isForced, revalidate })
      ? fetchPage(load, page, pages)
      : keepPage(page, pages)
    running.push(loading)
    if (!config.parallel) await loading
  }
  await Promise.all(running)
  list.isForced = undefined
  return pages
}

function findPage(
  { boundary, config }: ListLoad,
  pageId: string,
  index: number,
  list: unknown,
): Pick<PageWish, 'known' | 'shown'> {
  const shown: unknown = Array.isArray(list) ? list[index] : undefined
  // A page without a record is one that this page load has not asked for: a reload restored the list.
  const isRestored = !boundary.isOverMap && !boundary.records.has(pageId)
  const isOnlyInList = isRestored || config.persist === false
  const inMemory: unknown = readData(boundary, pageId)
  return { known: inMemory === undefined && isOnlyInList ? shown : inMemory, shown }
}

function shouldFetch(
  { config, fetcher, isMounting }: ListLoad,
  { argument, index, known, shown }: PageWish,
  list: unknown,
  { isForced, revalidate }: Pick<ListState, 'isForced' | 'revalidate'>,
): boolean {
  if (!fetcher) return false
  if (typeof revalidate === 'function') return Boolean(revalidate(known, argument))
  if (config.revalidateAll || isForced || known === undefined) return true
  if (index === 0 && config.revalidateFirstPage !== false && list !== undefined) return true
  if (config.revalidateOnMount && isMounting) return true
  return shown !== undefined && !config.compare(shown, known)
}

/**
 * Fetches a page and keeps it, unless `unload` was called meanwhile. A list with `persist: false` keeps its pages itself: no hook shows
 * a page alone, and an entry that no hook shows would be stored.
 */
async function fetchPage(
  { boundary, config, fetcher }: ListLoad,
  { argument, id, index }: PageWish,
  pages: unknown[],
): Promise<void> {
  const { unloads } = boundary
  const page = await takePreload(id, () => fetcher?.(argument))
  pages[index] = page
  if (boundary.unloads !== unloads || config.persist === false) return
  recordOf(boundary, id, argument as string).isSet = true
  void changeData(boundary, id, [page, false])
}

async function keepPage({ index, known }: PageWish, pages: unknown[]): Promise<void> {
  pages[index] = known
}
