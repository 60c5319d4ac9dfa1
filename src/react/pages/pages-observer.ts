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
import type { Load } from './should-fetch-page.ts'
import { shouldFetchPage } from './should-fetch-page.ts'

/**
 * Observes a list of pages for one hook. Each page is an ordinary entry: stored, shared between tabs, mutated and invalidated by
 * itself. The list is not stored. It consists of the pages that memory holds, up to the first that is missing.
 */
export class PagesObserver implements Observer {
  query: PagesQuery
  isReady = false
  lastPromise: DataPromise | undefined
  #size: number
  #runningLoads = 0
  /** True if the running load will fetch later pages, too. */
  #hasMoreToFetch = false
  /** The load that counts. An older one stops at its next page. */
  #latestLoad: object | undefined
  #snapshot: PagesSnapshot | undefined
  #serverSnapshot: PagesSnapshot | undefined
  readonly #hookState: Pick<HookState, 'displayed' | 'trackedFields'>
  readonly #stopListening = new Map<string, () => void>()
  #onStoreChange = (): void => {}

  constructor(query: PagesQuery, size: number, hookState: Pick<HookState, 'displayed' | 'trackedFields'>) {
    this.query = query
    this.#size = size
    this.#hookState = hookState
  }

  get size(): number {
    return this.#size
  }

  readSnapshot(): PagesSnapshot {
    const pages = this.listPages()
    return createPagesSnapshot(pages, {
      willFetch: this.#willFetch(pages),
      size: this.#size,
      previous: this.#snapshot,
      peekPage,
    })
  }

  /** True if a fetch is about to start. Then the end of one page's fetch and the start of the next are one change. */
  #willFetch(pages: readonly HookQuery[]): boolean {
    const isMissing = pages.some((page) => peekPage(page) === undefined && isFetchable(page))
    if (this.isReady) return this.#runningLoads > 0 && (isMissing || this.#hasMoreToFetch)
    return isMissing || pages.some((page, index) => this.#shouldFetch(page, index, { reason: 'mount' }))
  }

  readonly getSnapshot = (): PagesSnapshot => {
    const next = this.readSnapshot()
    if (!this.#snapshot || hasTrackedChange(this.#hookState, this.query, this.#snapshot, next)) this.#snapshot = next
    else Object.assign(this.#snapshot, next)
    return this.#snapshot
  }

  readonly getServerSnapshot = (): PagesSnapshot => {
    this.#serverSnapshot ??= createPagesServerSnapshot(this.#size, (peekEach) => this.listPages(peekEach))
    return this.#serverSnapshot
  }

  readonly subscribe = (onStoreChange: () => void): (() => void) => {
    this.#onStoreChange = onStoreChange
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  /** Returns the pages whose keys follow from what memory holds. */
  listPages(peekEach: PeekPage = peekPage): HookQuery[] {
    const pages: HookQuery[] = []
    let previous: unknown = null
    while (pages.length < this.#size) {
      const page = this.#resolvePage(pages.length, previous)
      if (page === undefined) break
      pages.push(page)
      const memoryEntry = peekEach(page)
      if (memoryEntry === undefined && !this.query.config.parallel) break
      previous = memoryEntry?.entry.value ?? null
    }
    return pages
  }

  start(): () => void {
    this.isReady = true
    this.#listenToPages()
    void this.load({ reason: 'mount' })
    return () => {
      this.isReady = false
      this.#latestLoad = undefined
      for (const stop of this.#stopListening.values()) stop()
      this.#stopListening.clear()
    }
  }

  async setSize(size: number): Promise<unknown> {
    this.#size = size
    this.#onPagesChange()
    return this.load({ reason: 'grow' })
  }

  revalidate(retryCount = 0): Promise<unknown> {
    return this.load({ reason: 'revalidate' }, retryCount)
  }

  mutate(args: readonly unknown[]): Promise<unknown> {
    return mutatePages(this, args)
  }

  waitForData(): Promise<unknown> {
    const { engine } = this.query.handle
    engine.serverPage?.suspend(this.query)
    return waitForValue(engine, this.query, () => void this.load({ reason: 'mount' }))
  }

  /** Fetches what the load asks for, page after page. Resolves with the list. Never rejects. */
  async load(load: Load, retryCount = 0): Promise<unknown> {
    const own = {}
    this.#latestLoad = own
    this.#runningLoads += 1
    this.#onPagesChange()
    const { config } = this.query
    try {
      await this.#loadPages(load, () => this.#latestLoad === own)
      config.onSuccess?.(this.readSnapshot().data, this.query.key)
    } catch (error) {
      config.onError?.(error, this.query.key)
      if (this.#latestLoad === own) scheduleRetry(this, error, retryCount + 1)
    } finally {
      this.#runningLoads -= 1
      this.#onPagesChange()
    }
    return this.readSnapshot().data
  }

  async #loadPages(load: Load, isLatest: () => boolean): Promise<void> {
    const { parallel } = this.query.config
    const fetches: Promise<unknown>[] = []
    let previous: unknown = null
    for (let index = 0; index < this.#size && isLatest(); index += 1) {
      const page = this.#resolvePage(index, parallel ? null : previous)
      if (page === undefined) break
      this.#hasMoreToFetch = this.listPages().some((later, at) => at > index && this.#shouldFetch(later, at, load))
      const fetching = this.#fetchPage(page, index, load)
      fetches.push(fetching)
      if (!parallel) previous = await fetching
    }
    await Promise.all(fetches)
  }

  /** Resolves with the data of the page. */
  async #fetchPage(page: HookQuery, index: number, load: Load): Promise<unknown> {
    const { engine } = page.handle
    if (peekPage(page) === undefined) await restoreEntry(engine, page)
    const data = peekPage(page)?.entry.value
    if (!isFetchable(page) || !this.#shouldFetch(page, index, load)) return data
    const isRefetch = load.reason === 'refetch'
    const slot = engine.slots.get(page.id)
    if (isRefetch && slot) supersede(slot)
    const flight = requestFetch(engine, page, isRefetch ? undefined : page.config.dedupingInterval)
    return flight ? flight.promise : data
  }

  #shouldFetch(page: HookQuery, index: number, load: Load): boolean {
    return isFetchable(page) && shouldFetchPage(page, index, peekPage(page), load)
  }

  #resolvePage(index: number, previous: unknown): HookQuery | undefined {
    const { config, fetcher, getKey } = this.query
    return resolveQuery(() => getKey(index, previous), fetcher, config)
  }

  #onPagesChange(): void {
    this.#listenToPages()
    this.#onStoreChange()
  }

  /** Listens to the pages of the list, and to no others. */
  #listenToPages(): void {
    if (!this.isReady) return
    const pages = new Map(this.listPages().map((page) => [page.id, page]))
    for (const [id, page] of pages) {
      if (this.#stopListening.has(id)) continue
      this.#stopListening.set(
        id,
        listen(page.handle.engine, page, (change) => this.#onPageChange(page, change)),
      )
    }
    for (const [id, stop] of this.#stopListening) {
      if (pages.has(id)) continue
      this.#stopListening.delete(id)
      stop()
    }
  }

  #onPageChange(page: HookQuery, change: ChangeKind): unknown {
    if (change === 'refetch') return this.load({ reason: 'revalidate' })
    if (change === 'external') return this.#onExternalChange(page)
    return this.#onPagesChange()
  }

  /** Reads what another tab stored. Fetches the page if the tab deleted it. */
  async #onExternalChange(page: HookQuery): Promise<unknown> {
    await restoreEntry(page.handle.engine, page)
    this.#onPagesChange()
    return this.isReady && peekPage(page) === undefined ? this.load({ reason: 'revalidate' }) : undefined
  }
}

const peekPage: PeekPage = (page) => peek(page.handle.engine, page)
