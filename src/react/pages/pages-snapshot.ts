import type { MemoryEntry } from '../../engine/memory/memory.ts'
import type { HookQuery } from '../observer/query.ts'
import { peekServer, willFetchInBrowser } from '../result/server-snapshot.ts'
import { createSnapshot, fallbackFor } from '../result/snapshot.ts'
import type { PagesSnapshot } from './pages-query.ts'

/** Returns the entry of a page, if there is one to show. */
export type PeekPage = (page: HookQuery) => MemoryEntry | undefined

interface ListState {
  /** True if a fetch is about to start. */
  readonly willFetch: boolean
  readonly size: number
  readonly previous: PagesSnapshot | undefined
  readonly peekPage: PeekPage
}

/** Takes the snapshot of a list: its pages up to the first that is missing. The list is as old as its oldest page. */
export function createPagesSnapshot(pages: readonly HookQuery[], state: ListState): PagesSnapshot {
  const { peekPage, previous, size, willFetch } = state
  const snapshots = pages.map((page) => createSnapshot(page, peekPage(page), false))
  const firstMissing = snapshots.findIndex(({ updatedAt }) => updatedAt === undefined)
  const shown = firstMissing < 0 ? snapshots : snapshots.slice(0, firstMissing)
  const [first] = shown
  const [firstPage] = pages
  const data = first
    ? keepSameList(
        previous?.data,
        shown.map((each) => each.data),
      )
    : firstPage && fallbackFor(firstPage)
  const isValidating = willFetch || snapshots.some((each) => each.isValidating)
  return {
    data: data as PagesSnapshot['data'], // the fallback of a list is a list
    error: snapshots.find((each) => each.error !== undefined)?.error,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: shown.some((each) => each.isStale),
    updatedAt: first && Math.min(...shown.map((each) => each.updatedAt ?? 0)),
    source: first?.source ?? (data === undefined ? undefined : 'fallback'),
    size,
  }
}

/** Returns the previous list if it has the same pages, so that nothing renders. */
function keepSameList(previous: readonly unknown[] | undefined, next: readonly unknown[]): readonly unknown[] {
  const isSame = previous?.length === next.length && next.every((page, index) => Object.is(page, previous[index]))
  return isSame ? previous : next
}

/** Takes the snapshot with which a list is rendered by a server and hydrated by a browser, like `createServerSnapshot`. */
export function createPagesServerSnapshot(size: number, listPages: (peekPage: PeekPage) => HookQuery[]): PagesSnapshot {
  const peekPage = createServerPeek()
  const pages = listPages(peekPage)
  const willFetch = pages.some((page) => peekPage(page) === undefined && willFetchInBrowser(page))
  const snapshot = createPagesSnapshot(pages, { previous: undefined, willFetch, peekPage, size })
  const isLoading = willFetch && snapshot.data === undefined
  return { ...snapshot, error: undefined, isLoading, isStale: false, isValidating: willFetch }
}

/** Peeks each page once, because `peekServer` counts what is rendered. Only the first page suspends. */
function createServerPeek(): PeekPage {
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
