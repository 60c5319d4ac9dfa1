import { requestFetch } from '../../engine/compute/request-fetch.ts'
import { peek } from '../../engine/memory/peek.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import { listen } from '../../engine/slot/listen.ts'
import type { ChangeKind } from '../../engine/slot/slot.ts'
import { supersede } from '../../engine/slot/slot.ts'
import { waitForValue } from '../../engine/slot/wait-for-value.ts'
import type { HookState } from '../observer/hook-state.ts'
import type { DataPromise, Observer } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import { isFetchable, resolveQuery } from '../observer/query.ts'
import { scheduleRetry } from '../observer/retry.ts'
import { hasTrackedChange } from '../result/selected-data.ts'
import { mutatePages } from './pages-mutation.ts'
import type { PagesQuery, PagesSnapshot } from './pages-query.ts'
import type { PeekPage } from './pages-snapshot.ts'
import { createPagesServerSnapshot, createPagesSnapshot } from './pages-snapshot.ts'
import type { LoadReason, PageFilter } from './should-fetch-page.ts'
import { shouldFetchPage } from './should-fetch-page.ts'

/** Why pages are fetched, and which. */
interface LoadCause {
  readonly reason: LoadReason
  readonly choice?: PageFilter | undefined
}

/**
 * A list of pages, each an ordinary entry: kept, shared between tabs, mutated and invalidated by itself. The list itself is
 * kept nowhere; it is what memory holds of its pages, up to the first that is missing.
 */
export class PagesObserver implements Observer {
  query: PagesQuery
  isReady = false
  lastPromise: DataPromise | undefined
  #size: number
  #runningLoads = 0
  /** Are there later pages that the load will come to? */
  #hasMoreToFetch = false
  /** The load that counts: an older one stops at its next page. */
  #latestLoad: object | undefined
  #snapshot: PagesSnapshot | undefined
  #serverSnapshot: PagesSnapshot | undefined
  readonly #state: Pick<HookState, 'trackedFields' | 'displayed'>
  readonly #listening = new Map<string, () => void>()
  #onStoreChange = (): void => {}

  constructor(query: PagesQuery, size: number, hookState: Pick<HookState, 'trackedFields' | 'displayed'>) {
    this.query = query
    this.#size = size
    this.#state = hookState
  }

  get size(): number {
    return this.#size
  }

  readSnapshot(): PagesSnapshot {
    const listPages = this.listPages()
    return createPagesSnapshot(listPages, {
      isToBeFetched: this.#willFetch(listPages),
      size: this.#size,
      before: this.#snapshot,
      known: peekPage,
    })
  }

  /** Is a fetch about to follow that has not begun? So the end of the last one and of the load are one change. */
  #willFetch(chain: readonly HookQuery[]): boolean {
    const isMissing = chain.some((page) => peek(page.handle.engine, page) === undefined && isFetchable(page))
    if (this.isReady) return this.#runningLoads > 0 && (isMissing || this.#hasMoreToFetch)
    return isMissing || chain.some((page, index) => this.#shouldFetch(page, { index, reason: 'begin' }))
  }

  readonly getSnapshot = (): PagesSnapshot => {
    const next = this.readSnapshot()
    if (this.#snapshot === undefined || hasTrackedChange(this.#state, this.query, this.#snapshot, next))
      this.#snapshot = next
    else Object.assign(this.#snapshot, next)
    return this.#snapshot
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#onStoreChange = tell
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  /** The pages whose keys can be told from what memory holds. */
  listPages(known: PeekPage = peekPage): HookQuery[] {
    const pages: HookQuery[] = []
    let before: unknown = null
    while (pages.length < this.#size) {
      const page = this.#pageQuery(pages.length, before)
      if (page === undefined) break
      pages.push(page)
      const there = known(page)
      if (there === undefined && !this.query.infinite.parallel) break
      before = there?.entry.value ?? null
    }
    return pages
  }

  start(): () => void {
    this.isReady = true
    this.#listen()
    void this.loadPages('begin')
    return () => {
      this.isReady = false
      this.#latestLoad = undefined
      for (const stop of this.#listening.values()) stop()
      this.#listening.clear()
    }
  }

  async setSize(size: number): Promise<unknown> {
    this.#size = size
    this.#onChange()
    return this.loadPages('more')
  }

  revalidate(retryCount = 0): Promise<unknown> {
    return this.loadPages('again', undefined, retryCount)
  }

  readonly getServerSnapshot = (): PagesSnapshot => {
    this.#serverSnapshot ??= createPagesServerSnapshot(this.#size, (known) => this.listPages(known))
    return this.#serverSnapshot
  }

  mutate(given: readonly unknown[]): Promise<unknown> {
    return mutatePages(this, given)
  }

  waitForData(): Promise<unknown> {
    const { engine } = this.query.handle
    engine.serverPage?.suspend(this.query)
    return waitForValue(engine, this.query, () => void this.loadPages('begin'))
  }

  /** Fetches what the reason asks for, page after page. Resolves with the list; never rejects. */
  async loadPages(reason: LoadReason, choice?: PageFilter, retryCount = 0): Promise<unknown> {
    const own = {}
    this.#latestLoad = own
    this.#runningLoads += 1
    this.#onChange()
    const { config } = this.query
    try {
      await this.#loadEach({ reason, choice }, () => this.#latestLoad === own)
      config.onSuccess?.(this.readSnapshot().data, this.query.key)
    } catch (error) {
      config.onError?.(error, this.query.key)
      if (this.#latestLoad === own) scheduleRetry(this, error, retryCount + 1)
    } finally {
      this.#runningLoads -= 1
      this.#onChange()
    }
    return this.readSnapshot().data
  }

  async #loadEach(why: LoadCause, isWanted: () => boolean): Promise<void> {
    const { parallel } = this.query.infinite
    const running: Promise<unknown>[] = []
    let before: unknown = null
    for (let index = 0; index < this.#size && isWanted(); index += 1) {
      const page = this.#pageQuery(index, parallel ? null : before)
      if (page === undefined) break
      this.#hasMoreToFetch = this.listPages().some(
        (later, at) => at > index && this.#shouldFetch(later, { index: at, ...why }),
      )
      const fetching = this.#fetchPage(page, { index, ...why })
      running.push(fetching)
      if (!parallel) before = await fetching
    }
    await Promise.all(running)
  }

  async #fetchPage(page: HookQuery, why: LoadCause & { readonly index: number }): Promise<unknown> {
    const { engine } = page.handle
    if (peek(engine, page) === undefined) await restoreEntry(engine, page)
    const known = peek(engine, page)?.entry.value
    if (!isFetchable(page) || !this.#shouldFetch(page, why)) return known
    const slot = engine.slots.get(page.id)
    if (why.reason === 'outdated' && slot) supersede(slot)
    const flight = requestFetch(engine, page, why.reason === 'outdated' ? undefined : page.config.dedupingInterval)
    return flight ? flight.promise : known
  }

  #shouldFetch(page: HookQuery, why: LoadCause & { readonly index: number }): boolean {
    const { infinite } = this.query
    if (!isFetchable(page)) return false
    return shouldFetchPage(page, peek(page.handle.engine, page), { choice: undefined, ...why, infinite })
  }

  #pageQuery(index: number, before: unknown): HookQuery | undefined {
    const { config, fetcher, getKey } = this.query
    return resolveQuery(() => getKey(index, before), fetcher, config)
  }

  #onChange(): void {
    this.#listen()
    this.#onStoreChange()
  }

  /** Listens to the pages that there are now, and to no others. */
  #listen(): void {
    if (!this.isReady) return
    const chain = new Map(this.listPages().map((page) => [page.id, page]))
    for (const [id, page] of chain) {
      if (!this.#listening.has(id))
        this.#listening.set(
          id,
          listen(page.handle.engine, page, (change) => this.#onPageChange(page, change)),
        )
    }
    for (const [id, stop] of this.#listening) {
      if (chain.has(id)) continue
      this.#listening.delete(id)
      stop()
    }
  }

  #onPageChange(page: HookQuery, change: ChangeKind): unknown {
    if (change === 'outdated') return this.loadPages('again')
    if (change === 'elsewhere') return this.#onExternalChange(page)
    return this.#onChange()
  }

  async #onExternalChange(page: HookQuery): Promise<unknown> {
    await restoreEntry(page.handle.engine, page)
    this.#onChange()
    return this.isReady && peek(page.handle.engine, page) === undefined ? this.loadPages('again') : undefined
  }
}

const peekPage: PeekPage = (page) => peek(page.handle.engine, page)
