import type { MutateOptions } from '../../engine/change/mutate.ts'
import type { Snapshot } from '../result/snapshot.ts'
import type { Observer } from './observer.ts'
import type { HookQuery } from './query.ts'

/** Changes the data of the hook's key. Keeps its identity for the life of the component. */
export interface BoundMutate<Data> {
  /** Fetches the data. Resolves with it. */
  (): Promise<Data | undefined>
  /**
   * Sets the data to `change`, to its result if it is a promise, or to what it returns for the committed data if it is a
   * function. Then fetches, unless `options` is `false`. Resolves with the result of the change.
   */
  <Result = Data>(
    change: Data | Promise<Result> | ((committed: Data | undefined) => Result | Promise<Result>) | undefined,
    options?: MutateOptions<Data, Result> | boolean,
  ): Promise<Result | undefined>
}

/** The data that a component displays, and the entry that it belongs to. */
export interface Displayed {
  readonly id: string | undefined
  readonly data: unknown
}

/** The state of one hook across its renders. A render counts only after `commit()`: React may discard it. */
export interface HookState<Observing extends Observer = Observer, Query extends HookQuery = HookQuery> {
  /** The fields that the component has read so far. */
  readonly trackedFields: Set<keyof Snapshot>
  displayed: Displayed
  /** True once the hook has observed a second entry. From then on it changes its key instead of mounting. */
  hasMounted: boolean
  /** Returns the observer of a query: the same for the same entry. */
  observerFor(query: Query | undefined): Observing | undefined
  /** Returns the observer of the render that was committed last. */
  currentObserver(): Observing | undefined
  commit(query: Query | undefined, observer: Observing | undefined, data: unknown): void
  readonly mutate: BoundMutate<unknown>
}

/** A transition renders two keys alternately until it ends. */
const MAX_OBSERVERS = 2

export function createHookState<Observing extends Observer & { query: Query }, Query extends HookQuery>(
  first: Query | undefined,
  createObserver: (query: Query, state: HookState<Observing, Query>) => Observing,
): HookState<Observing, Query> {
  let committed = first
  let observers: readonly Observing[] = []

  const state: HookState<Observing, Query> = {
    trackedFields: new Set(),
    displayed: { id: first?.id, data: undefined },
    hasMounted: false,
    observerFor(query) {
      if (!query) return undefined
      let observer = observers.find((each) => isSameEntry(each.query, query))
      if (!observer) {
        state.hasMounted = observers.length > 0
        observer = createObserver(query, state)
        observers = [observer, ...observers].slice(0, MAX_OBSERVERS)
      }
      if (!observer.isReady) observer.query = query
      return observer
    },
    currentObserver: () => state.observerFor(committed),
    commit(query, observer, data) {
      committed = query
      if (observer && query) observer.query = query
      if (data !== undefined && data !== state.displayed.data) state.displayed = { id: query?.id, data }
    },
    mutate: async (...args: readonly unknown[]) => state.currentObserver()?.mutate(args),
  }
  return state
}

/** Another version of an entry is another entry. */
function isSameEntry(one: HookQuery, other: HookQuery): boolean {
  return one.id === other.id && one.handle.engine === other.handle.engine && one.policy.version === other.policy.version
}
