import type { MutateOptions } from '../../engine/change/mutate.ts'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
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

/** The data that a component displays, and where it is from. */
export interface Displayed {
  readonly id: string | undefined
  readonly data: unknown
  /** The cache that has the data. Undefined without a key. */
  readonly cache?: CacheHandle | undefined
  /** The data before `select`. */
  readonly selectedFrom?: unknown
  /** The observer of the entry. Undefined for a placeholder, which nobody can invalidate. */
  readonly observer?: Observer | undefined
}

/** The state of one hook across its renders. A render counts only after `commit()`: React may discard it. */
export interface HookState<Observing extends Observer = Observer, Query extends HookQuery = HookQuery> {
  /** The fields that the component has read so far. */
  readonly trackedFields: Set<keyof Snapshot>
  displayed: Displayed
  /** The promise of what the hook shows without a key. */
  shownPromise?: Promise<unknown> & { readonly value: unknown }
  /** True once the hook has observed a second entry. From then on it changes its key instead of mounting. */
  hasMounted: boolean
  /** Returns the observer of a query: the same for the same entry. */
  observerFor(query: Query | undefined): Observing | undefined
  /** Returns the observer of the render that was committed last. */
  currentObserver(): Observing | undefined
  /** `displayed`: what this render displays of its own entry. Undefined if it displays the data of the previous key. */
  commit(query: Query | undefined, observer: Observing | undefined, displayed: Displayed | undefined): void
  readonly mutate: BoundMutate<unknown>
}

/**
 * A transition renders two keys alternately until it ends: the committed one, and the one that it is on its way to. The observer of
 * the committed key stays in any case, also while the word that a user types moves on:
 *
 *     commit    | a ------------------------------------------| abcd
 *     renders   | a | ab | a | abc | a | abcd |
 */
const MAX_OTHER_OBSERVERS = 2

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
        const isCommitted = (each: Observing) => committed !== undefined && isSameEntry(each.query, committed)
        const others = observers.filter((each) => !isCommitted(each))
        observers = [observer, ...others.slice(0, MAX_OTHER_OBSERVERS - 1), ...observers.filter(isCommitted)]
      }
      if (!observer.isReady) observer.query = query
      return observer
    },
    currentObserver: () => state.observerFor(committed),
    commit(query, observer, displayed) {
      committed = query
      if (observer && query) {
        observer.query = query
        observer.ensureRequest()
      }
      // While a new key has no data, the data of the key before stays the previous data.
      const isOfAnotherKey = displayed?.data === undefined && displayed?.id !== state.displayed.id
      if (displayed && !isOfAnotherKey) state.displayed = displayed
    },
    mutate: async (...args: readonly unknown[]) => state.currentObserver()?.mutate(args),
  }
  return state
}

/** Another version of an entry is another entry. */
function isSameEntry(one: HookQuery, other: HookQuery): boolean {
  return one.id === other.id && one.handle.engine === other.handle.engine && one.policy.version === other.policy.version
}
