import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peekServer, willFetchInBrowser } from '../result/server-snapshot.ts'
import { createSnapshot, fallbackFor } from '../result/snapshot.ts'
import type { ListWindow } from './list-window.ts'
import type { PageList, PeekPage } from './page-list.ts'
import { findShown, listPages, resolveNeighbour } from './page-list.ts'
import type { PagesQuery, PagesSnapshot } from './pages-query.ts'

interface ListState {
  readonly query: PagesQuery
  readonly window: ListWindow
  readonly list: PageList
  /** True if a fetch is about to start. */
  readonly willFetch: boolean
  readonly previous: PagesSnapshot | undefined
  readonly peekPage: PeekPage<MemoryEntry>
}

/** Takes the snapshot of a list: the pages around its anchor, up to one that is missing. The list is as old as its oldest page. */
export function createPagesSnapshot(state: ListState): PagesSnapshot {
  const { list, peekPage, previous, query, willFetch, window } = state
  const snapshots = list.pages.map((page, at) => createSnapshot(page, peekPage(page, list.first + at), false))
  const { end, start } = findShown(list, (at) => snapshots[at]?.updatedAt !== undefined)
  const shown = snapshots.slice(start, end)
  const [first] = shown
  const data = first
    ? keepSameList(
        previous?.data,
        shown.map((each) => each.data),
      )
    : fallbackFor(query)
  const isValidating = willFetch || snapshots.some((each) => each.isValidating)
  return {
    data: data as PagesSnapshot['data'], // the fallback of a list is a list
    error: snapshots.find((each) => each.error !== undefined)?.error,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: shown.some((each) => each.isStale),
    updatedAt: first && Math.min(...shown.map((each) => each.updatedAt ?? 0)),
    source: first?.source ?? (data === undefined ? undefined : 'fallback'),
    size: window.size,
    hasNext:
      first !== undefined && resolveNeighbour(query, list.first + end, shown[shown.length - 1]?.data, 1) !== undefined,
    hasPrevious: first !== undefined && resolveNeighbour(query, list.first + start - 1, first.data, -1) !== undefined,
  }
}

/** Returns the previous list if it has the same pages, so that nothing renders. */
function keepSameList(previous: readonly unknown[] | undefined, next: readonly unknown[]): readonly unknown[] {
  const isSame = previous?.length === next.length && next.every((page, index) => Object.is(page, previous[index]))
  return isSame ? previous : next
}

/** Takes the snapshot with which a list is rendered by a server and hydrated by a browser, like `createServerSnapshot`. */
export function createPagesServerSnapshot(query: PagesQuery, window: ListWindow): PagesSnapshot {
  const peekPage = createServerPeek()
  const list = listPages(query, window, peekPage)
  const willFetch = list.pages.some((page, at) => peekPage(page, at) === undefined && willFetchInBrowser(page))
  const snapshot = createPagesSnapshot({ query, window, list, previous: undefined, willFetch, peekPage })
  const isLoading = willFetch && snapshot.data === undefined
  return { ...snapshot, error: undefined, isLoading, isStale: false, isValidating: willFetch }
}

/** Peeks each page once, because `peekServer` counts what is rendered. Only the first page suspends. */
function createServerPeek(): PeekPage<MemoryEntry> {
  const peeked = new Map<string, MemoryEntry | undefined>()
  return (page) => {
    if (!peeked.has(page.id)) {
      const isFirst = peeked.size === 0
      const memoryEntry = peekServer(isFirst ? page : { ...page, config: { ...page.config, suspense: false } })
      peeked.set(page.id, memoryEntry && { ...memoryEntry, source: 'server' })
    }
    return peeked.get(page.id)
  }
}
