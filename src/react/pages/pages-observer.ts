import type { ChangeReason } from '../../engine/events/reasons.ts'
import { isGone, restoreEntry } from '../../engine/read/restore.ts'
import type { MutationTarget } from '../../engine/request/request.ts'
import { listen } from '../../engine/slot/listen.ts'
import type { ChangeKind } from '../../engine/slot/slot.ts'
import type { HookState } from '../observer/hook-state.ts'
import { warnMissingFetcher } from '../observer/missing-fetcher.ts'
import type { DataPromise, FetchWish, Observer } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import { joinRetries } from '../observer/retry.ts'
import { hasTrackedChange } from '../result/selected-data.ts'
import { canReadStore } from '../result/server-snapshot.ts'
import { fetchMore, setSize } from './grow-list.ts'
import type { ListWatch } from './list-watch.ts'
import { createListWatch } from './list-watch.ts'
import type { ListWindow, Step } from './list-window.ts'
import { initialWindow } from './list-window.ts'
import { runLoad } from './load-callbacks.ts'
import type { PageList } from './page-list.ts'
import { dropPages, listPages } from './page-list.ts'
import { createPageListeners, listenToPages } from './page-listeners.ts'
import { hasAnchor, PagesLoader, peekPage } from './pages-loader.ts'
import { mutatePages } from './pages-mutation.ts'
import type { PagesQuery, PagesSnapshot } from './pages-query.ts'
import { createPagesServerSnapshot, createPagesSnapshot } from './pages-snapshot.ts'
import type { Load } from './should-fetch-page.ts'
import { restorePagesSync, waitForPages } from './wait-for-pages.ts'
import { peekWindow, restoreWindow, setWindow, windowTarget } from './window-entry.ts'

type ListHookState = Pick<HookState, 'displayed' | 'hasMounted' | 'trackedFields'>

/**
 * Observes a list of pages for one hook. Each page is an ordinary entry: stored, shared between tabs, mutated and invalidated by
 * itself. Which pages the list shows is an entry, too, which all its hooks share (`list-window.ts`).
 */
export class PagesObserver implements Observer {
  query: PagesQuery
  isReady = false
  lastPromise: DataPromise | undefined
  readonly target: MutationTarget
  readonly #loader = new PagesLoader(this)
  readonly #listeners = createPageListeners((...args) => this.#onPageChange(...args))
  readonly #watch: ListWatch
  readonly #hookState: ListHookState
  #snapshot: PagesSnapshot | undefined
  #serverSnapshot: PagesSnapshot | undefined
  /** The size of the list that the hook showed before, with `persistSize`, until this list has it. */
  #sizeBefore: number | undefined
  /** The load that began last, while it runs. */
  #runningLoad: Promise<unknown> | undefined
  /** The load of the mount, until it begins. */
  #nextLoad: Load | undefined
  /** True until the list has been read from the store for the first time, unless its window is newer than that. */
  #mayForgetWindow: boolean
  /** True while this observer sets the window, and loads itself what is missing then. */
  #isSettingWindow = false
  #onStoreChange = (): void => {}

  constructor(query: PagesQuery, hookState: ListHookState, sizeBefore?: number) {
    this.query = query
    this.target = windowTarget(query)
    this.#hookState = hookState
    this.#watch = createListWatch(this, (page) => this.#loader.willVisit(page))
    this.#sizeBefore = sizeBefore
    this.#mayForgetWindow = sizeBefore === undefined
  }

  get window(): ListWindow {
    if (this.#sizeBefore !== undefined) return { first: 0, size: this.#sizeBefore }
    const window = peekWindow(this.query, this.target)
    // Before the hook is mounted it is not known whether the first page was forgotten, and the window with it.
    return window && (this.isReady || hasAnchor(this.query, window)) ? window : initialWindow(this.query.config)
  }

  get committedWindow(): ListWindow {
    return peekWindow(this.query, this.target, true) ?? initialWindow(this.query.config)
  }

  readSnapshot(): PagesSnapshot {
    if (canReadStore(this)) restorePagesSync(this.query, this.target, initialWindow(this.query.config))
    const { query, window } = this
    const nextLoad = this.isReady ? this.#nextLoad : this.#mountLoad()
    const list = this.listPages()
    const willFetch = nextLoad
      ? this.#loader.wouldFetch(nextLoad)
      : this.#loader.willFetch() || this.#watch.willFetch(list)
    return createPagesSnapshot({ query, window, list, willFetch, previous: this.#snapshot, peekPage })
  }

  readonly getSnapshot = (): PagesSnapshot => {
    const next = this.readSnapshot()
    if (!this.#snapshot || hasTrackedChange(this.#hookState, this.query, this.#snapshot, next)) this.#snapshot = next
    else Object.assign(this.#snapshot, next)
    return this.#snapshot
  }

  /** Servers know nothing of the window that a browser has. */
  readonly getServerSnapshot = (): PagesSnapshot => {
    this.#serverSnapshot ??= createPagesServerSnapshot(this.query, initialWindow(this.query.config))
    return this.#serverSnapshot
  }

  readonly subscribe = (onStoreChange: () => void): (() => void) => {
    this.#onStoreChange = onStoreChange
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  listPages(): PageList {
    return listPages(this.query, this.window, peekPage)
  }

  start(): () => void {
    let isStopped = false
    const { query, target } = this
    const load = this.#mountLoad()
    const leaveRetries = joinRetries(this)
    const stopListening = listen(query.handle.engine, target, (change) => this.#onWindowChange(change))
    if (this.#sizeBefore !== undefined) setWindow(query, target, this.window)
    this.#sizeBefore = undefined
    this.isReady = true
    this.#nextLoad = load
    this.#listeners.update(this.listPages().pages)
    void this.#mount(load, () => isStopped)
    if (!query.run) warnMissingFetcher(this)
    return () => {
      isStopped = true
      this.isReady = false
      leaveRetries()
      this.#loader.stop()
      this.#watch.stop()
      this.#listeners.stop()
      stopListening()
    }
  }

  readonly watch = (onChange: () => void): (() => void) => listenToPages(this.listPages().pages, onChange)

  /** Pages in memory show and load at once. If the store knows a longer list, its pages come to them. */
  async #mount(load: Load, isStopped: () => boolean): Promise<void> {
    const { query, target } = this
    const restoredWindow = restoreWindow(query, target)
    const isKnown = peekWindow(query, target) !== undefined
    const loadsAtOnce = isKnown || this.listPages().pages.some((page) => peekPage(page, 0))
    if (loadsAtOnce) void this.load(load)
    if (isKnown) return
    const restored = new Set<string>()
    await Promise.all([restoredWindow, loadsAtOnce || this.#loader.restore(restored)])
    if (!isStopped()) await this.load(loadsAtOnce ? { reason: 'missing' } : { ...load, restored })
  }

  setSize(size: number): Promise<unknown> {
    return setSize(this, size)
  }

  async fetchMore(step: Step): Promise<unknown> {
    return fetchMore(this, step)
  }

  /** Sets the window that the application asked for. */
  changeWindow(next: ListWindow): void {
    this.#mayForgetWindow = false
    this.#setWindow(next)
  }

  /** Joins a load in progress. It may fetch more pages than a new one would. */
  async revalidate({ maxAge, reason, retryCount }: FetchWish): Promise<unknown> {
    if (this.#runningLoad) return this.#runningLoad
    const kind = reason === 'retry' || reason === 'poll' ? reason : 'revalidate'
    return this.load({ reason: kind, cause: reason, maxAge, retryCount })
  }

  readonly needsRevalidation = (): boolean => this.#loader.wouldFetch({ reason: 'revalidate' })

  readonly mutate = (args: readonly unknown[]): Promise<unknown> => mutatePages(this, args)

  readonly hasFailed = (): boolean => this.listPages().pages.some(({ handle, id }) => handle.engine.failures.has(id))

  waitForData(): Promise<unknown> {
    const startLoad = (cause?: ChangeReason) => this.load(cause ? { reason: 'missing', cause } : this.#mountLoad())
    return waitForPages(this, this.#loader, startLoad)
  }

  /** Shows and fetches what the load asks for. Resolves with the list. Never rejects. */
  load(load: Load): Promise<unknown> {
    if (load.reason === 'mount') this.#nextLoad = undefined
    this.#watch.noteLoad(load)
    const running = runLoad(this, this.#loader, load).finally(() => {
      if (this.#runningLoad === running) this.#runningLoad = undefined
      this.#watch.renew() // who has superseded a page may be about to ask for it
    })
    this.#runningLoad = running
    return running
  }

  /** After each commit, because the key function of a render may return other keys for the later pages. */
  readonly ensureRequest = (): void => {
    if (this.#isSettingWindow) return
    if (this.isReady && this.#listeners.update(this.listPages().pages)) this.#onStoreChange()
    this.#watch.renew()
  }

  onPagesChange(): void {
    if (this.isReady) {
      const smaller = dropPages(this.query, this.window, peekPage)
      if (smaller) this.#setWindow(smaller)
      this.#listeners.update(this.listPages().pages)
    }
    this.#onStoreChange()
  }

  /** A list whose first page was forgotten starts again with its initial size, unless another hook still shows it. */
  onRestored({ reason }: Load): void {
    const { query, target, window } = this
    if (reason !== 'mount' || !this.#mayForgetWindow) return
    this.#mayForgetWindow = false
    const isShared = (query.handle.engine.slots.get(target.id)?.listeners.size ?? 0) > 1
    if (!isShared && !hasAnchor(query, window)) this.#setWindow(null)
  }

  #mountLoad(): Load {
    return { reason: 'mount', isMounting: !this.#hookState.hasMounted }
  }

  #setWindow(next: ListWindow | null): void {
    this.#isSettingWindow = true
    setWindow(this.query, this.target, next)
    this.#isSettingWindow = false
  }

  /** Another hook set the window. It fetches the pages; this one joins, because the other may unmount before. */
  #onWindowChange(change: ChangeKind): void {
    const isForgotten = peekWindow(this.query, this.target) === undefined // the pages are next, and ask for a refetch afterwards
    if (isForgotten) this.#watch.check(true)
    this.onPagesChange()
    if (change !== 'changed' || isForgotten || this.#isSettingWindow) return
    if (this.listPages().pages.some((page) => peekPage(page, 0) === undefined)) void this.load({ reason: 'missing' })
  }

  async #onPageChange(page: HookQuery, change: ChangeKind, cause?: ChangeReason): Promise<unknown> {
    if (change === 'external') await restoreEntry(page.handle.engine, page, true) // another tab stored or deleted the page
    if (change !== 'refetch') this.#watch.check(change === 'changed' && cause !== undefined)
    this.onPagesChange()
    const isMissing = change === 'external' && isGone(page.handle.engine, peekPage(page, 0))
    if (this.isReady && (change === 'refetch' || isMissing)) await this.load({ reason: 'missing', cause })
    return change === 'refetch' ? peekPage(page, 0)?.entry.value : undefined
  }
}
