import type { Config } from '../config/config.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { EMPTY_SNAPSHOT } from '../result/snapshot.ts'
import { EntryObserver } from './entry-observer.ts'
import type { Displayed, HookState } from './hook-state.ts'
import { createHookState } from './hook-state.ts'
import type { HookQuery } from './query.ts'
import { revalidateOnHostEvents, startPolling } from './triggers.ts'

/** One request of a list in one render. */
export interface ListItem {
  readonly config: Config
  readonly query: HookQuery | undefined
  readonly state: HookState<EntryObserver>
  readonly observer: EntryObserver | undefined
}

interface Running {
  readonly stop: () => void
  readonly interval: number
  readonly stopPolling: () => void
}

/**
 * The observers of one list. A request keeps its observer while the list has its entry, wherever it stands. An entry that is in the
 * list twice has two, because each result tracks the fields that are read of it.
 */
export class ObserverList {
  readonly #states = new Map<string, HookState<EntryObserver>>()
  readonly #running = new Map<EntryObserver, Running>()
  readonly #keepSame = createKeepSame()
  readonly #keepSameOnServer = createKeepSame()
  #onStoreChange = (): void => {}

  /** Finds or makes the observers of a render. */
  resolve(queries: readonly (HookQuery | undefined)[], configs: readonly Config[]): readonly ListItem[] {
    const names = nameEach(queries)
    return configs.map((config, index) => {
      const [query, name = ''] = [queries[index], names[index]]
      const state = this.#states.get(name) ?? createHookState(query, (...args) => new EntryObserver(...args))
      this.#states.set(name, state)
      return { config, query, state, observer: state.observerFor(query) }
    })
  }

  readonly subscribe = (onStoreChange: () => void): (() => void) => {
    this.#onStoreChange = onStoreChange
    return () => {
      this.#onStoreChange = () => {}
    }
  }

  /** Returns the same list until a field changes that the component reads. */
  getSnapshots(items: readonly ListItem[]): readonly Snapshot[] {
    return this.#keepSame(items.map(({ observer }) => observer?.getSnapshot() ?? EMPTY_SNAPSHOT))
  }

  getServerSnapshots(items: readonly ListItem[]): readonly Snapshot[] {
    return this.#keepSameOnServer(items.map(({ observer }) => observer?.getServerSnapshot() ?? EMPTY_SNAPSHOT))
  }

  /** Starts the observers that are new, and stops those that are gone. */
  commit(items: readonly ListItem[], displayed: readonly Displayed[], intervals: readonly number[]): void {
    this.#stopAllBut(items)
    for (const [index, { observer, query, state }] of items.entries()) {
      state.commit(query, observer, displayed[index])
      if (observer) this.#run(observer, intervals[index] ?? 0)
    }
  }

  stop(): void {
    this.#stopAllBut([])
  }

  #stopAllBut(items: readonly ListItem[]): void {
    const observers = new Set(items.map(({ observer }) => observer))
    for (const [observer, { stop, stopPolling }] of this.#running) {
      if (observers.has(observer)) continue
      this.#running.delete(observer)
      stopPolling()
      stop()
    }
    const states = new Set(items.map(({ state }) => state))
    for (const [name, state] of this.#states) if (items.length > 0 && !states.has(state)) this.#states.delete(name)
  }

  /** Starts an observer, unless it runs. Polls at another interval if that has changed. */
  #run(observer: EntryObserver, interval: number): void {
    const before = this.#running.get(observer)
    if (before?.interval === interval) return
    before?.stopPolling()
    const stop = before?.stop ?? startObserver(observer, () => this.#onStoreChange())
    this.#running.set(observer, { stop, interval, stopPolling: startPolling(observer, interval) })
  }
}

function startObserver(observer: EntryObserver, onStoreChange: () => void): () => void {
  const stopSubscription = observer.subscribe(onStoreChange)
  const stop = observer.start()
  const stopEvents = revalidateOnHostEvents(observer)
  return () => {
    stopEvents()
    stop()
    stopSubscription()
  }
}

/** Names the requests by their entries, and those of one entry by their order. */
function nameEach(queries: readonly (HookQuery | undefined)[]): string[] {
  const counts = new Map<string, number>()
  return queries.map((query) => {
    const id = query ? `${query.id} ${query.policy.version}` : ''
    const count = counts.get(id) ?? 0
    counts.set(id, count + 1)
    return `${count} ${id}`
  })
}

/** Returns the list before if it has the same members. */
function createKeepSame(): (next: readonly Snapshot[]) => readonly Snapshot[] {
  let last: readonly Snapshot[] = []
  return (next) => {
    const isSame = last.length === next.length && next.every((each, index) => each === last[index])
    if (!isSame) last = next
    return last
  }
}
