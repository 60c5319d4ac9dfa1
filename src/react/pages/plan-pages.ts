// Finds the entries that a list of pages becomes: each page gets the key that follows from the pages beside it.

import { hasLongTexts } from '#environment'
import { peekCommitted, peekUnlayered } from '../../engine/memory/peek.ts'
import type { MutationTarget } from '../../engine/request/request.ts'
import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { HookQuery } from '../observer/query.ts'
import type { ListWindow } from './list-window.ts'
import { resizeWindow } from './list-window.ts'
import type { PageList, PeekPage } from './page-list.ts'
import { findShown, listPages, moveAnchor } from './page-list.ts'
import type { PagesQuery } from './pages-query.ts'

/** A list that is read and changed. */
export interface MutableList {
  readonly query: PagesQuery
  /** The entry that keeps the window. */
  readonly target: MutationTarget
  /** The window without optimistic changes. */
  readonly committedWindow: ListWindow
  /** The pages of this window that are known by the data that is shown. */
  listPages(): PageList
}

/** The entries that a list will have. */
export interface PagesPlan {
  readonly pages: ReadonlyMap<string, PlannedPage>
  /** `null`: nothing is left, and the list starts again with its initial size. */
  readonly window: ListWindow | null
}

interface PlannedPage {
  readonly page: HookQuery
  readonly value: unknown
}

const peekCommittedPage: PeekPage = (page) => peekCommitted(page.handle.engine, page)
const peekShownPage: PeekPage = (page) => peekUnlayered(page.handle.engine, page)

/** Returns the pages that are committed, `undefined` if there are none. */
export function readCommittedPages({ committedWindow, query }: MutableList): readonly unknown[] | undefined {
  return readShown(listPages(query, committedWindow, peekCommittedPage), peekCommittedPage)
}

/** Returns the pages that are shown now, optimistic ones included. */
export function readShownPages(list: MutableList): readonly unknown[] | undefined {
  return readShown(list.listPages(), peekShownPage)
}

function readShown(list: PageList, peekPage: PeekPage): readonly unknown[] | undefined {
  const found = list.pages.map((page, at) => peekPage(page, list.first + at))
  const { end, start } = findShown(list, (at) => found[at] !== undefined)
  return end > start ? found.slice(start, end).map((each) => each?.entry.value) : undefined
}

/**
 * Plans a list of pages. As many pages as before keep the window; more enlarge it, and fewer make it smaller. Throws
 * `InvalidOptionError` for anything but a list, and for a page that has no key.
 */
export function planPages({ committedWindow: window, query }: MutableList, next: unknown): PagesPlan {
  if (next === undefined || (next as Partial<unknown[]>)?.length === 0) return { pages: new Map(), window: null }
  if (!Array.isArray(next)) {
    throw new InvalidOptionError(
      `mutate: ${describeValue(next)} was given${hasLongTexts ? '; a list takes an array of pages, so return one, or set populateCache' : ''}`,
    )
  }
  const before = listPages(query, window, peekCommittedPage)
  const found = before.pages.map((page, at) => peekCommittedPage(page, before.first + at))
  const { end, start } = findShown(before, (at) => found[at] !== undefined)
  const first = before.first + start
  const size = first - window.first + next.length
  const isWindowKept = next.length === end - start || (next.length > end - start && size < window.size)
  const nextWindow = isWindowKept ? window : moveAnchor(resizeWindow(window, size), before)
  const isPlanned = (index: number) => index >= first && index < first + next.length
  const peekNext: PeekPage = (_page, index) =>
    isPlanned(index) ? { entry: { value: next[index - first] } } : undefined
  const after = listPages(query, nextWindow, peekNext)
  const pages = after.pages
    .map((page, at) => ({ page, index: after.first + at }))
    .filter(({ index }) => isPlanned(index))
    .map(({ index, page }) => [page.id, { page, value: next[index - first] }] as const)
  if (pages.length < next.length) {
    throw new InvalidOptionError(`mutate: page ${first + pages.length} of the list has no key; getKey must return one`)
  }
  return { pages: new Map(pages), window: nextWindow }
}
