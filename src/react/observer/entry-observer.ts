import { mutateEntry } from '../../engine/change/mutate.ts'
import { markPreloadUsed } from '../../engine/compute/preload.ts'
import { requestFetch } from '../../engine/compute/request-fetch.ts'
import type { Engine } from '../../engine/engine.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { restoreEntry } from '../../engine/read/restore.ts'
import { listen } from '../../engine/slot/listen.ts'
import type { ChangeKind } from '../../engine/slot/slot.ts'
import { waitForValue } from '../../engine/slot/wait-for-value.ts'
import { hasTrackedChange } from '../result/selected-data.ts'
import { createServerSnapshot } from '../result/server-snapshot.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { createSnapshot } from '../result/snapshot.ts'
import { reportToCallbacks } from './callbacks.ts'
import type { HookState } from './hook-state.ts'
import { failMissingFetcher, warnMissingFetcher } from './missing-fetcher.ts'
import type { DataPromise, Observer } from './observer.ts'
import type { HookQuery } from './query.ts'
import { isFetchable } from './query.ts'
import { shouldFetchOnMount } from './should-fetch.ts'

/**
 * One hook looking at one entry. It lives as long as the key does: what belongs to an older key (a timer, an answer on its
 * way) belongs to an older observer, which has been stopped.
 *
 *     key A   |--fetch-------------------|       the answer enters the cache of A; the hook looks at B already
 *     key B            | B's data, at once |
 */
export class EntryObserver implements Observer {
  query: HookQuery
  isReady = false
  lastPromise: DataPromise | undefined
  readonly #engine: Engine
  readonly #hookState: Pick<HookState, 'isMounting' | 'trackedFields' | 'displayed'>
  #isMounted = false
  #snapshot: Snapshot | undefined
  #serverSnapshot: Snapshot | undefined
  #onStoreChange = (): void => {}

  constructor(query: HookQuery, hookState: Pick<HookState, 'isMounting' | 'trackedFields' | 'displayed'>) {
    this.query = query
    this.#engine = query.handle.engine
    this.#hookState = hookState
  }

  readSnapshot(): Snapshot {
    const known = this.#peek()
    return createSnapshot(this.query, known, !this.isReady && this.#shouldFetch(known))
  }

  readonly getSnapshot = (): Snapshot => {
    const next = this.readSnapshot()
    if (!this.#snapshot || hasTrackedChange(this.#hookState, this.query, this.#snapshot, next)) this.#snapshot = next
    // In place: a field that nobody has read yet tells the truth to the first who does.
    else Object.assign(this.#snapshot, next)
    return this.#snapshot
  }

  readonly getServerSnapshot = (): Snapshot => {
    this.#serverSnapshot ??= createServerSnapshot(this.query)
    return this.#serverSnapshot
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#onStoreChange = tell
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  start(): () => void {
    this.#isMounted = true
    const stop = listen(this.#engine, this.query, this.#onEntryChange)
    if (this.#peek()) this.#onStoreRead()
    else {
      void restoreEntry(this.#engine, this.query).then(() => {
        if (this.#isMounted && !this.isReady) this.#onStoreRead()
      })
    }
    return () => {
      this.#isMounted = this.isReady = false
      stop()
    }
  }

  /**
   * What runs, or ran a moment ago, is enough, unless it is known to be outdated. Resolves with the data; with nothing where there
   * was nothing to fetch.
   */
  async revalidate(retryCount = 0, isOutdated = false): Promise<unknown> {
    const { query } = this
    if (!isFetchable(query)) return undefined
    const running = this.#engine.slots.get(query.id)?.flight
    const flight = requestFetch(this.#engine, query, isOutdated ? undefined : query.config.dedupingInterval)
    if (flight && flight !== running) return reportToCallbacks(flight, this, retryCount)
    return flight?.promise.catch(() => undefined) // its change are for who began it
  }

  waitForData(): Promise<unknown> {
    const engine = this.#engine
    engine.serverPage?.suspend(this.query)
    return waitForValue(engine, this.query, () => {
      if (engine.serverPage && engine.slots.get(this.query.id)?.flight) return // a page asks once, however long it takes
      if (this.query.run) void this.revalidate()
      else failMissingFetcher(engine, this.query)
    })
  }

  mutate(given: readonly unknown[]): Promise<unknown> {
    return mutateEntry(this.#engine, this.query, given)
  }

  #peek(): MemoryEntry | undefined {
    return peek(this.#engine, this.query)
  }

  #shouldFetch(known: MemoryEntry | undefined): boolean {
    return !this.#isErrorOfOthers() && shouldFetchOnMount(this.query, known, this.#hookState.isMounting())
  }

  /** Others came first, and show the error: it is for them to try again. */
  #isErrorOfOthers(): boolean {
    const { failures, slots } = this.#engine
    const { id } = this.query
    if (!failures.has(id)) return false
    const [first = this.#onEntryChange] = slots.get(id)?.listeners ?? []
    return first !== this.#onEntryChange
  }

  #onStoreRead(): void {
    const known = this.#peek()
    const isFetching = this.#shouldFetch(known)
    this.isReady = true
    if (isFetching) void this.revalidate()
    if (!this.query.run) warnMissingFetcher(this)
    if (known?.isPreloaded) markPreloadUsed(this.#engine, known)
    this.#onStoreChange()
  }

  readonly #onEntryChange = (change: ChangeKind): unknown => {
    if (change === 'outdated') return this.revalidate(0, true)
    if (change === 'elsewhere') return this.#onExternalChange()
    return this.#onStoreChange()
  }

  /**
   * What someone else deleted, all who show it need again. One of them fetches it, and the others have its value:
   *
   *     tab A   invalidate |-delete-|-lock-|----fetch----|-set-|
   *     tab B                   told |~~~~~waits for the lock~~~|-read: new, adopt it-|
   */
  async #onExternalChange(): Promise<unknown> {
    await restoreEntry(this.#engine, this.query)
    this.#onStoreChange()
    return this.isReady && !this.#peek() ? this.revalidate() : undefined
  }
}
