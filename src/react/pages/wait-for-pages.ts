import type { ChangeReason } from '../../engine/events/reasons.ts'
import { peek } from '../../engine/memory/peek.ts'
import { peekOrRestoreSync } from '../../engine/read/restore.ts'
import type { MutationTarget } from '../../engine/request/request.ts'
import type { Flight } from '../../engine/slot/slot.ts'
import { waitForValue } from '../../engine/slot/wait-for-value.ts'
import { failMissingFetcher } from '../observer/missing-fetcher.ts'
import type { HookQuery } from '../observer/query.ts'
import type { ListWindow } from './list-window.ts'
import type { PageList } from './page-list.ts'
import { listPages } from './page-list.ts'
import type { PagesQuery } from './pages-query.ts'
import { peekWindow, restoreWindow } from './window-entry.ts'

/** What waits for the first data of a list. */
interface WaitingList {
  readonly query: PagesQuery
  readonly target: MutationTarget
  listPages(): PageList
}

interface Loader {
  /** Reads from the store what it has of the pages. */
  restore(restored: Set<string>): Promise<void>
}

/**
 * Waits for the first data, and for what the store has of the list, so that all of it shows at once. `startLoad` gets a `cause` if the
 * pages are outdated.
 */
export async function waitForPages(
  list: WaitingList,
  loader: Loader,
  startLoad: (cause?: ChangeReason) => unknown,
): Promise<unknown> {
  const { query, target } = list
  const { engine } = query.handle
  engine.serverPage?.suspend(query)
  if (!engine.serverPage) {
    await restoreWindow(query, target)
    await loader.restore(new Set())
  }
  const { anchorAt, pages } = list.listPages()
  const anchor = pages[anchorAt] ?? query
  const start = (cause?: ChangeReason) => (query.run ? startLoad(cause) : failMissingFetcher(engine, anchor))
  return waitForValue(engine, anchor, start)
}

/** Brings into memory what a synchronous store has of the list, so that its first render shows it. */
export function restorePagesSync(query: PagesQuery, target: MutationTarget, initial: ListWindow): void {
  const known = peekWindow(query, target)
  if (known === undefined) peekOrRestoreSync(query.handle.engine, target)
  const window = known ?? peekWindow(query, target) ?? initial
  listPages(query, window, (page) => peekOrRestoreSync(page.handle.engine, page))
}

/**
 * Waits until a page is fetched. A request that no longer counts may never end, so the list goes on with the one that follows it, or
 * with what it shows:
 *
 *     request 1   |--------------✗ superseded …
 *     request 2                  |---------| the data
 */
export async function waitForPage(page: HookQuery, first: Flight): Promise<unknown> {
  const { engine } = page.handle
  let flight: Flight | undefined = first
  while (flight) {
    const { dropped, promise }: Flight = flight
    const result = promise.then((value) => ({ value }))
    const ended = await Promise.race([result, dropped])
    if (ended) return ended.value
    flight = engine.slots.get(page.id)?.flight
  }
  return peek(engine, page)?.entry.value
}
