// More or fewer pages, when an application asks for them.

import type { MutationTarget } from '../../engine/request/request.ts'
import type { ListWindow, Step } from './list-window.ts'
import { growWindow, resizeWindow } from './list-window.ts'
import type { PageList } from './page-list.ts'
import { moveAnchor } from './page-list.ts'
import type { PagesQuery, PagesSnapshot } from './pages-query.ts'
import type { Load } from './should-fetch-page.ts'
import { peekWindow, restoreWindow } from './window-entry.ts'

/** A list, as far as growing it is concerned. */
interface GrowingList {
  readonly query: PagesQuery
  readonly target: MutationTarget
  readonly window: ListWindow
  readonly isReady: boolean
  listPages(): PageList
  readSnapshot(): PagesSnapshot
  changeWindow(next: ListWindow): void
  load(load: Load): Promise<unknown>
}

export function setSize(list: GrowingList, size: number): Promise<unknown> {
  const resize = () => changeSize(list, resizeWindow(list.window, Math.min(size, list.query.config.maxPages)))
  return waitForWindow(list, size, resize)
}

/** Adds the page behind the last, or before the first. If the pages at that end are still missing, only fetches those. */
export function fetchMore(list: GrowingList, step: Step): Promise<unknown> {
  return waitForWindow(list, list.window.size + 1, () => {
    const { data, hasNext, hasPrevious } = list.readSnapshot()
    const isWhole = data?.length === list.window.size
    if (!isWhole || !(step > 0 ? hasNext : hasPrevious)) return list.load({ reason: 'missing' })
    return changeSize(list, growWindow(list.window, step))
  })
}

/**
 * After a reload the store may know a longer list than the one on the screen. A list that grows meanwhile, because its end is
 * visible for a moment, must not replace the longer one:
 *
 *     window of the store   |-----read-----| 4 pages
 *     the list                1 page   |-setSize(2): waits-|   4 pages are enough
 */
function waitForWindow(list: GrowingList, size: number, grow: () => Promise<unknown>): Promise<unknown> {
  const { query, target, window, isReady } = list
  if (!isReady || size <= window.size || peekWindow(query, target) !== undefined) return grow()
  return restoreWindow(query, target).then(() => (list.window.size >= size ? list.load({ reason: 'missing' }) : grow()))
}

async function changeSize(list: GrowingList, next: ListWindow): Promise<unknown> {
  const windowBefore = list.window
  list.changeWindow(moveAnchor(next, list.listPages()))
  return list.isReady ? list.load({ reason: 'grow', windowBefore }) : list.readSnapshot().data
}
