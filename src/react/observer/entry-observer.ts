import { mutateEntry } from '../../engine/change/mutate.ts'
import { requestFetch } from '../../engine/compute/request-fetch.ts'
import type { Engine } from '../../engine/engine.ts'
import type { ChangeReason } from '../../engine/events/reasons.ts'
import { debug } from '../../engine/log.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { isGone, peekOrRestoreSync, restoreEntry, restoreEntrySync } from '../../engine/read/restore.ts'
import type { RequestWatch, Supply } from '../../engine/slot/listen.ts'
import { createRequestWatch, listen, readSupply } from '../../engine/slot/listen.ts'
import type { ChangeKind, Flight } from '../../engine/slot/slot.ts'
import { waitForValue } from '../../engine/slot/wait-for-value.ts'
import { hasTrackedChange } from '../result/selected-data.ts'
import { canReadStore, createServerSnapshot } from '../result/server-snapshot.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { createSnapshot } from '../result/snapshot.ts'
import type { HookState } from './hook-state.ts'
import { failMissingFetcher, warnMissingFetcher } from './missing-fetcher.ts'
import type { DataPromise, FetchReason, FetchWish, Observer } from './observer.ts'
import type { HookQuery } from './query.ts'
import { callOption, isFetchable } from './query.ts'
import { ensureRetry, isErrorOfOthers, joinRetries, scheduleRetry, watchLoading } from './retry.ts'
import {
  markPreloadUsed,
  maxAgeFor,
  needsRevalidation,
  reportFound,
  shouldFetchOnMount,
  wantsFetchOnMount,
} from './should-fetch.ts'

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
  readonly #watch: RequestWatch
  /** False while the options say that the hook does without data: `revalidateOnMount: false`. */
  #needsData = false
  #isReadingStore = false
  #snapshot: Snapshot | undefined
  #serverSnapshot: Snapshot | undefined
  #onStoreChange = (): void => {}

  constructor(query: HookQuery, hookState: Pick<HookState, 'hasMounted' | 'trackedFields' | 'displayed'>) {
    this.query = query
    this.#engine = query.handle.engine
    this.#hookState = hookState
    const fetchMissing = () => this.revalidate({ reason: 'nothing to show' })
    this.#watch = createRequestWatch(this.#engine, () => this.#getSupply(), fetchMissing)
  }

  readSnapshot(): Snapshot {
    const memoryEntry = canReadStore(this) ? peekOrRestoreSync(this.#engine, this.query) : this.#peek()
    return createSnapshot(this.query, memoryEntry, this.#willFetch(memoryEntry))
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
    const leaveRetries = joinRetries(this)
    if (!this.#peek()) this.#logRead(this.#mountReason())
    if (restoreEntrySync(this.#engine, this.query)) this.#onStoreRead()
    else void restoreEntry(this.#engine, this.query).then(() => isStopped || this.#onStoreRead())
    return () => {
      isStopped = true
      this.isReady = false
      this.#watch.stop()
      debug(this.query, 'unmount')
      stopListening()
      leaveRetries()
    }
  }

  watch(onChange: () => void): () => void {
    return listen(this.#engine, this.query, onChange)
  }

  ensureRequest(): void {
    this.#watch.renew()
  }

  /** Resolves with the data, with nothing if there was nothing to fetch. */
  async revalidate(wish: FetchWish): Promise<unknown> {
    const reason = wish.cause ?? wish.reason
    const { query } = this
    this.#needsData = true
    if (!isFetchable(query)) {
      debug(query, query.run ? 'paused' : 'no fetcher', reason)
      return undefined
    }
    const running = this.#engine.slots.get(query.id)?.flight
    const flight = requestFetch(this.#engine, query, reason, maxAgeFor(query, wish))
    if (!flight) return undefined
    const isJoined = flight === running
    const ended = isJoined ? this.#waitForOthers(flight) : reportToCallbacks(flight, this, wish.retryCount ?? 0)
    return Promise.race([ended, flight.dropped]) // a request that no longer counts may never end
  }

  /** The hook that started the flight reports its error. A caller, for example a preload, has no retry. */
  #waitForOthers(flight: Flight): Promise<unknown> {
    return flight.promise.catch((error: unknown) => {
      if (flight.isCurrent) scheduleRetry(this, error, 1)
    })
  }

  readonly needsRevalidation = (): boolean => needsRevalidation(this.query, this.#peek())

  readonly hasFailed = (): boolean => this.#engine.failures.has(this.query.id)

  waitForData(): Promise<unknown> {
    const engine = this.#engine
    engine.serverPage?.suspend(this.query)
    return waitForValue(engine, this.query, (cause) => {
      if (engine.serverPage && engine.slots.get(this.query.id)?.flight) return undefined // a page fetches once, however long it takes
      if (this.query.run) return this.revalidate({ reason: cause ? 'refetch' : 'suspense', cause })
      return failMissingFetcher(engine, this.query)
    })
  }

  mutate(args: readonly unknown[]): Promise<unknown> {
    return mutateEntry(this.#engine, this.query, args)
  }

  #peek(): MemoryEntry | undefined {
    return peek(this.#engine, this.query)
  }

  #willFetch(memoryEntry: MemoryEntry | undefined): boolean {
    if (!this.isReady) return this.#shouldFetchOnMount(memoryEntry)
    const supply = memoryEntry ? 'served' : this.#getSupply()
    return supply === 'coming' || supply === 'missing'
  }

  #getSupply(): Supply {
    if (!this.isReady || !this.#needsData || !this.query.run) return 'served'
    if (this.#engine.slots.get(this.query.id)?.isCleared) return 'served'
    return this.#isReadingStore ? 'coming' : readSupply(this.#engine, this.query)
  }

  #shouldFetchOnMount(memoryEntry: MemoryEntry | undefined): boolean {
    return !isErrorOfOthers(this) && shouldFetchOnMount(this.query, memoryEntry, !this.#hookState.hasMounted)
  }

  #mountReason(): FetchReason {
    return this.#hookState.hasMounted ? 'key change' : 'mount'
  }

  #logRead(reason: FetchReason): void {
    if (this.query.policy.persist !== false) debug(this.query, 'read the store', reason)
  }

  #onStoreRead(): void {
    const memoryEntry = this.#peek()
    const shouldFetch = this.#shouldFetchOnMount(memoryEntry)
    this.#needsData ||=
      memoryEntry !== undefined || wantsFetchOnMount(this.query, undefined, !this.#hookState.hasMounted)
    this.isReady = true
    if (this.query.isPaused()) ensureRetry(this) // it waits until the pause is over
    reportFound(this.query, memoryEntry, shouldFetch)
    if (shouldFetch) void this.revalidate({ reason: this.#mountReason() })
    if (!this.query.run) warnMissingFetcher(this)
    if (memoryEntry?.isPreloaded) markPreloadUsed(this.#engine, memoryEntry)
    this.#watch.check()
    this.#onStoreChange()
  }

  readonly #onEntryChange = (change: ChangeKind, cause?: ChangeReason): unknown => {
    if (change === 'external') return this.#onExternalChange()
    const fetched = change === 'refetch' ? this.revalidate({ reason: 'refetch', cause }) : undefined
    this.#watch.check(change === 'changed' && cause !== undefined)
    if (change !== 'refetch') this.#onStoreChange()
    return fetched
  }

  /**
   * Reads what another tab stored. If it is gone, all hooks that show the entry need it again. One of them fetches it, and the others
   * take its value:
   *
   *     tab A   invalidate |-delete-|-lock-|----fetch----|-set-|
   *     tab B                   told |~~~~~waits for the lock~~~|-read: new, take it-|
   */
  async #onExternalChange(): Promise<unknown> {
    this.#logRead('external change')
    this.#isReadingStore = true
    await restoreEntry(this.#engine, this.query, true)
    this.#isReadingStore = false
    const fetched =
      this.isReady && isGone(this.#engine, this.#peek()) ? this.revalidate({ reason: 'external change' }) : undefined
    this.#onStoreChange()
    return fetched
  }
}

/**
 * Calls the callbacks of the hook that started a request, once per request. Hooks that joined it share the data only. Resolves with
 * the data. Never rejects.
 */
export async function reportToCallbacks(flight: Flight, observer: Observer, retryCount: number): Promise<unknown> {
  const { key } = observer.query
  const stopWatching = watchLoading(observer)
  const ending = Promise.allSettled([flight.promise])
  void Promise.race([ending, flight.dropped]).then(() => {
    stopWatching()
    if (!flight.isCurrent) ensureRetry(observer)
  })
  const [outcome] = await ending
  const { isReady } = observer
  const { onDiscarded, onError, onSuccess } = observer.query.config
  if (isReady && !flight.isCurrent) callOption(onDiscarded, [key], undefined)
  if (outcome.status === 'fulfilled') {
    if (isReady && flight.isCurrent) callOption(onSuccess, [outcome.value, key], undefined)
    return outcome.value
  }
  if (isReady && flight.isCurrent) callOption(onError, [outcome.reason, key], undefined)
  if (flight.isCurrent) scheduleRetry(observer, outcome.reason, retryCount + 1)
  return undefined
}
