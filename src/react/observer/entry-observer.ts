import { mutateEntry } from '../../engine/change/mutate.ts'
import { requestFetch } from '../../engine/compute/request-fetch.ts'
import type { Engine } from '../../engine/engine.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import { listen } from '../../engine/slot/listen.ts'
import type { ChangeKind, Flight } from '../../engine/slot/slot.ts'
import { waitForValue } from '../../engine/slot/wait-for-value.ts'
import { hasTrackedChange } from '../result/selected-data.ts'
import { createServerSnapshot } from '../result/server-snapshot.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { createSnapshot } from '../result/snapshot.ts'
import type { HookState } from './hook-state.ts'
import { failMissingFetcher, warnMissingFetcher } from './missing-fetcher.ts'
import type { DataPromise, Observer } from './observer.ts'
import type { HookQuery } from './query.ts'
import { isFetchable } from './query.ts'
import { scheduleRetry } from './retry.ts'
import { shouldFetchOnMount } from './should-fetch.ts'

/**
 * Observes one entry for one hook. It lives as long as the key. A timer or an answer of an older key belongs to an older observer,
 * which has been stopped:
 *
 *     key A   |--fetch-------------------|       the answer enters the cache of A; the hook shows B already
 *     key B            | B's data, at once |
 */
export class EntryObserver implements Observer {
  query: HookQuery
  isReady = false
  lastPromise: DataPromise | undefined
  readonly #engine: Engine
  readonly #hookState: Pick<HookState, 'hasMounted' | 'trackedFields' | 'displayed'>
  #snapshot: Snapshot | undefined
  #serverSnapshot: Snapshot | undefined
  #onStoreChange = (): void => {}

  constructor(query: HookQuery, hookState: Pick<HookState, 'hasMounted' | 'trackedFields' | 'displayed'>) {
    this.query = query
    this.#engine = query.handle.engine
    this.#hookState = hookState
  }

  readSnapshot(): Snapshot {
    const memoryEntry = this.#peek()
    return createSnapshot(this.query, memoryEntry, !this.isReady && this.#shouldFetchOnMount(memoryEntry))
  }

  readonly getSnapshot = (): Snapshot => {
    const next = this.readSnapshot()
    if (!this.#snapshot || hasTrackedChange(this.#hookState, this.query, this.#snapshot, next)) this.#snapshot = next
    // Updated in place, so that a field which is read for the first time has its latest value.
    else Object.assign(this.#snapshot, next)
    return this.#snapshot
  }

  readonly getServerSnapshot = (): Snapshot => {
    this.#serverSnapshot ??= createServerSnapshot(this.query)
    return this.#serverSnapshot
  }

  readonly subscribe = (onStoreChange: () => void): (() => void) => {
    this.#onStoreChange = onStoreChange
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  start(): () => void {
    let isStopped = false
    const stopListening = listen(this.#engine, this.query, this.#onEntryChange)
    if (this.#peek()) this.#onStoreRead()
    else void restoreEntry(this.#engine, this.query).then(() => isStopped || this.#onStoreRead())
    return () => {
      isStopped = true
      this.isReady = false
      stopListening()
    }
  }

  /** Resolves with the data, with nothing if there was nothing to fetch. `isOutdated`: an answer that has arrived is not enough. */
  async revalidate(retryCount = 0, isOutdated = false): Promise<unknown> {
    const { query } = this
    if (!isFetchable(query)) return undefined
    const running = this.#engine.slots.get(query.id)?.flight
    const flight = requestFetch(this.#engine, query, isOutdated ? undefined : query.config.dedupingInterval)
    if (flight && flight !== running) return reportToCallbacks(flight, this, retryCount)
    return flight?.promise.catch(() => undefined) // the hook that started the flight reports its error
  }

  waitForData(): Promise<unknown> {
    const engine = this.#engine
    engine.serverPage?.suspend(this.query)
    return waitForValue(engine, this.query, () => {
      if (engine.serverPage && engine.slots.get(this.query.id)?.flight) return // a page fetches once, however long it takes
      if (this.query.run) void this.revalidate()
      else failMissingFetcher(engine, this.query)
    })
  }

  mutate(args: readonly unknown[]): Promise<unknown> {
    return mutateEntry(this.#engine, this.query, args)
  }

  #peek(): MemoryEntry | undefined {
    return peek(this.#engine, this.query)
  }

  #shouldFetchOnMount(memoryEntry: MemoryEntry | undefined): boolean {
    return !this.#isErrorOfOthers() && shouldFetchOnMount(this.query, memoryEntry, !this.#hookState.hasMounted)
  }

  /** An earlier hook shows the error of this entry. It retries, so this one does not fetch. */
  #isErrorOfOthers(): boolean {
    const { failures, slots } = this.#engine
    const { id } = this.query
    if (!failures.has(id)) return false
    const [first = this.#onEntryChange] = slots.get(id)?.listeners ?? []
    return first !== this.#onEntryChange
  }

  #onStoreRead(): void {
    const memoryEntry = this.#peek()
    const shouldFetch = this.#shouldFetchOnMount(memoryEntry)
    this.isReady = true
    if (shouldFetch) void this.revalidate()
    if (!this.query.run) warnMissingFetcher(this)
    if (memoryEntry?.isPreloaded) this.#markPreloadUsed(memoryEntry)
    this.#onStoreChange()
  }

  /** A preload replaces one fetch. A hook that mounts after this moment fetches; a component that is mounted twice does not. */
  #markPreloadUsed(memoryEntry: MemoryEntry): void {
    this.#engine.clock.after(0, () => {
      memoryEntry.isPreloaded = false
    })
  }

  readonly #onEntryChange = (change: ChangeKind): unknown => {
    if (change === 'refetch') return this.revalidate(0, true)
    if (change === 'external') return this.#onExternalChange()
    return this.#onStoreChange()
  }

  /**
   * Reads what another tab stored. If the tab deleted the entry, all hooks that show it need it again. One of them fetches it, and
   * the others take its value:
   *
   *     tab A   invalidate |-delete-|-lock-|----fetch----|-set-|
   *     tab B                   told |~~~~~waits for the lock~~~|-read: new, take it-|
   */
  async #onExternalChange(): Promise<unknown> {
    await restoreEntry(this.#engine, this.query)
    this.#onStoreChange()
    return this.isReady && !this.#peek() ? this.revalidate() : undefined
  }
}

/**
 * Calls the callbacks of the hook that started a request, once per request. Hooks that joined it share the data only. Resolves with
 * the data. Never rejects.
 */
export async function reportToCallbacks(flight: Flight, observer: Observer, retryCount: number): Promise<unknown> {
  const { handle, key } = observer.query
  const config = () => observer.query.config
  const callBack = (name: 'onSuccess' | 'onError', result: unknown) => {
    if (!observer.isReady) return
    if (flight.isCurrent) config()[name]?.(result, key)
    else config().onDiscarded?.(key)
  }
  let hasEnded = false
  if (observer.isReady && config().onLoadingSlow) {
    handle.engine.clock.after(config().loadingTimeout, () => {
      if (!hasEnded && observer.isReady && observer.readSnapshot().isLoading) config().onLoadingSlow?.(key)
    })
  }
  try {
    const data = await flight.promise
    callBack('onSuccess', data)
    return data
  } catch (error) {
    callBack('onError', error)
    if (flight.isCurrent) scheduleRetry(observer, error, retryCount + 1)
    return undefined
  } finally {
    hasEnded = true
  }
}
