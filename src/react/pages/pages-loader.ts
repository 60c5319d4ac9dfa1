// Loads the pages of a list for one hook. It shows what memory and the store have first. Then it fetches, from the anchor of the list
// to both ends, because the key of a page follows from the data of the page before:
//
//     load    |-restore 0, 1, 2-|-fetch 0-|  1 is fresh  |-fetch 2-|
//
// All hooks of a list may load it at the same time. They join each other's flights, so each page is fetched once.

import { requestFetch } from '../../engine/compute/request-fetch.ts'
import { debug } from '../../engine/log.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { restoreEntry, restoreEntrySync } from '../../engine/read/restore.ts'
import type { ComputeRequest } from '../../engine/request/request.ts'
import type { Flight } from '../../engine/slot/slot.ts'
import { supersede } from '../../engine/slot/slot.ts'
import type { HookQuery } from '../observer/query.ts'
import { isFetchable } from '../observer/query.ts'
import { maxAgeFor, reportFound } from '../observer/should-fetch.ts'
import type { ListWindow, Step } from './list-window.ts'
import type { PageList, PeekPage } from './page-list.ts'
import { listPages, walkPages } from './page-list.ts'
import type { PagesQuery } from './pages-query.ts'
import type { Load, LoadReason } from './should-fetch-page.ts'
import { shouldFetchPage } from './should-fetch-page.ts'
import { waitForPage } from './wait-for-pages.ts'

/** What a loader needs from its list. */
interface LoadableList {
  readonly query: PagesQuery
  readonly window: ListWindow
  listPages(): PageList
  onPagesChange(): void
  /** Called after the store was read for a load, before the load fetches. */
  onRestored(load: Load): void
}

/** What came of a load. */
export interface LoadResult {
  /** The flights of this load that this hook started, and whose end no other load of the hook has reported. Others it has joined. */
  readonly ownFlights: readonly Flight[]
  readonly failure?: Failure | undefined
  /** True if a later load for the same reason, or an unmount, stopped this one. */
  readonly isStopped: boolean
}

/** The page whose fetch failed, and why. No flight: a key function returned no valid key. */
interface Failure {
  readonly page: HookQuery
  readonly error: unknown
  readonly flight: Flight | null
}

/** One load while it runs. */
interface RunningLoad extends Load {
  /** The pages that the store was asked for. */
  readonly restored: Set<string>
  /** The data of the pages that this load has reached, each fetched if needed. */
  readonly visited: Map<string, Promise<unknown>>
  /** The pages that were checked: it is known whether they need a fetch. */
  readonly decided: Set<string>
  readonly ownFlights: Flight[]
  failure?: Failure
}

export class PagesLoader {
  readonly #list: LoadableList
  /** The load that counts, by its reason. An earlier one stops at its next page. */
  readonly #latest = new Map<LoadReason, RunningLoad>()
  readonly #running = new Set<RunningLoad>()
  /** The flights that this hook started, until a load has reported their end. */
  readonly #ownFlights = new WeakSet<Flight>()

  constructor(list: LoadableList) {
    this.#list = list
  }

  /** True if a load runs that will fetch a page. Then the end of one page's fetch and the start of the next are one change. */
  willFetch(): boolean {
    return [...this.#running].some((load) => this.wouldFetch(load, load.visited))
  }

  /** True if a load that runs has still to decide about this page. */
  willVisit(page: HookQuery): boolean {
    return [...this.#running].some((load) => this.#isLatest(load) && !load.decided.has(page.id))
  }

  /** True if this load would fetch a page that is not among `visited`. */
  wouldFetch(load: Load, visited: ReadonlyMap<string, unknown> = new Map()): boolean {
    const { first, pages } = this.#list.listPages()
    return pages.some((page, at) => !visited.has(page.id) && this.#shouldFetch(page, first + at, load))
  }

  /** Runs a load to its end. Never rejects. */
  async load(load: Load): Promise<LoadResult> {
    const running: RunningLoad = {
      ...load,
      restored: new Set(load.restored),
      visited: new Map(),
      decided: new Set(),
      ownFlights: [],
    }
    if (load.reason === 'refetch') this.#supersedeAll(load)
    this.#latest.set(load.reason, running)
    this.#running.add(running)
    this.#list.onPagesChange()
    if (load.reason === 'mount' || load.reason === 'grow') this.#restoreAtOnce(running.restored)
    if (this.#missingInMemory(running).length > 0) await this.restore(running.restored)
    this.#list.onRestored(load)
    const walks = await Promise.allSettled([this.#walk(running, 1), this.#walk(running, -1)])
    const failed = walks.find((walk) => walk.status === 'rejected')
    if (failed) running.failure ??= { page: this.#list.query, error: failed.reason, flight: null }
    this.#running.delete(running)
    this.#list.onPagesChange()
    const isStopped = !this.#isLatest(running)
    const mayReport = (flight: Flight) => !(isStopped && flight.isCurrent) && this.#ownFlights.delete(flight)
    return { failure: running.failure, ownFlights: running.ownFlights.filter(mayReport), isStopped }
  }

  /** Loads the pages that memory lacks from the store, up to one that the store lacks. `restored`: those that were tried. */
  async restore(restored: Set<string>): Promise<void> {
    for (;;) {
      const missing = this.#missingInMemory({ restored })
      if (missing.length === 0) return this.#list.onPagesChange()
      for (const { id } of missing) restored.add(id)
      await Promise.all(missing.map((page) => restorePage(page)))
    }
  }

  /**
   * Loads the pages that need no wait. Another load may be the answer to a change of the list that has not ended: it waits for the
   * store, which may have to delete pages before.
   */
  #restoreAtOnce(restored: Set<string>): void {
    const { query, window } = this.#list
    listPages(query, window, (page) => {
      const { engine } = page.handle
      if (isRestorable(page)) debug(page, 'read the store')
      if (restoreEntrySync(engine, page)) restored.add(page.id)
      return peek(engine, page)
    })
  }

  /** Ends all loads: none goes on to a further page. */
  stop(): void {
    debug(this.#list.query, 'unmount the list')
    this.#latest.clear()
  }

  #isLatest(load: RunningLoad): boolean {
    return this.#latest.get(load.reason) === load
  }

  /** The pages are outdated: requests that began before no longer count, and loads that run leave their pages to this one. */
  #supersedeAll(load: Load): void {
    this.#latest.clear()
    for (const { handle, id } of this.#pagesToFetch(load)) {
      const slot = handle.engine.slots.get(id)
      if (slot) supersede(slot, load.cause === 'mutation' ? 'mutation' : 'mutate')
    }
  }

  #missingInMemory({ restored }: Pick<RunningLoad, 'restored'>): HookQuery[] {
    return this.#list.listPages().pages.filter((page) => isRestorable(page) && !restored.has(page.id))
  }

  #pagesToFetch(load: Load): HookQuery[] {
    const { first, pages } = this.#list.listPages()
    return pages.filter((page, at) => this.#shouldFetch(page, first + at, load))
  }

  async #walk(load: RunningLoad, step: Step): Promise<void> {
    const walk = walkPages(this.#list.query, () => this.#list.window, step)
    const fetches: Promise<unknown>[] = []
    let each = walk.next()
    while (!each.done && this.#isLatest(load)) {
      const { index, page } = each.value
      const fetching = load.visited.get(page.id) ?? this.#fetchPage(load, page, index) // both directions begin at the anchor
      load.visited.set(page.id, fetching)
      fetches.push(fetching)
      each = walk.next(this.#list.query.config.parallel ? null : await fetching)
    }
    await Promise.allSettled(fetches)
  }

  /** Resolves with the data of the page. */
  async #fetchPage(load: RunningLoad, page: HookQuery, index: number): Promise<unknown> {
    if (isRestorable(page) && !load.restored.has(page.id)) await restorePage(page)
    const flight = isFetchable(page) ? this.#requestPage(load, page, index) : null
    load.decided.add(page.id)
    try {
      return await (flight ? waitForPage(page, flight) : peekPage(page, index)?.entry.value)
    } catch (error) {
      load.failure ??= { page, error, flight }
      throw error
    }
  }

  #requestPage(load: RunningLoad, page: HookQuery & ComputeRequest, index: number): Flight | null {
    const shouldFetch = this.#shouldFetch(page, index, load)
    reportFound(page, peekPage(page, index), shouldFetch)
    if (!shouldFetch) return null
    const { engine } = page.handle
    const running = flightOf(page)
    const flight = requestFetch(engine, page, load.cause ?? load.reason, maxAgeFor(page, load))
    if (flight && flight !== running) this.#ownFlights.add(flight)
    if (flight && this.#ownFlights.has(flight)) load.ownFlights.push(flight)
    return flight
  }

  #shouldFetch(page: HookQuery, index: number, load: Load): boolean {
    if (!isFetchable(page)) return false
    const isFirst = index === this.#list.window.first
    return shouldFetchPage({ page, index, isFirst, memoryEntry: peekPage(page, index) }, load)
  }
}

export const peekPage: PeekPage<MemoryEntry> = (page) => peek(page.handle.engine, page)

/** True if memory has the page from which the keys of the others follow. */
export function hasAnchor(query: PagesQuery, window: ListWindow): boolean {
  const { anchorAt, pages } = listPages(query, window, peekPage)
  const anchor = pages[anchorAt]
  return anchor !== undefined && peekPage(anchor, 0) !== undefined
}

async function restorePage(page: HookQuery): Promise<void> {
  const { engine } = page.handle
  debug(page, 'read the store')
  await restoreEntry(engine, page)
}

function flightOf({ handle, id }: HookQuery): Flight | undefined {
  return handle.engine.slots.get(id)?.flight
}

/** True if the store may have a page that memory lacks. */
function isRestorable(page: HookQuery): boolean {
  return page.policy.persist !== false && peekPage(page, 0) === undefined
}
