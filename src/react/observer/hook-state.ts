import type { MutateOptions } from '../../engine/change/mutate.ts'
import type { Snapshot } from '../result/snapshot.ts'
import type { Observer } from './observer.ts'
import type { HookQuery } from './query.ts'

/** What a component shows as data, and of which entry. */
export interface Displayed {
  readonly id: string | undefined
  readonly data: unknown
}

/** What one hook knows across its renders. What a render query is the latest when React commits it, for it may be thrown away. */
export interface HookState<View extends Observer = Observer, Want extends HookQuery = HookQuery> {
  /** The fields that the component has read, ever. */
  readonly trackedFields: Set<keyof Snapshot>
  displayed: Displayed
  /** The component is mounting: it has looked at one entry alone. */
  isMounting(): boolean
  /** The observer of what is query: the same for the same entry. */
  observerFor(query: Want | undefined): View | undefined
  /** The observer of what was committed last. */
  currentObserver(): View | undefined
  commit(query: Want | undefined, observer: View | undefined, data: unknown): void
  readonly mutate: BoundMutate<unknown>
}

/** A transition renders two keys in turn until it ends. */
const MAX_OBSERVERS = 2

export function createHookState<View extends Observer & { query: Want }, Want extends HookQuery>(
  first: Want | undefined,
  make: (query: Want, hookState: HookState<View, Want>) => View,
): HookState<View, Want> {
  let latest = first
  let views: readonly View[] = []

  const hookState: HookState<View, Want> = {
    trackedFields: new Set(),
    displayed: { id: first?.id, data: undefined },
    isMounting: () => views.length < MAX_OBSERVERS,
    observerFor(query) {
      if (!query) return undefined
      const known = views.find((observer) => isSameEntry(observer.query, query))
      const observer = known ?? make(query, hookState)
      if (!known) views = [observer, ...views].slice(0, MAX_OBSERVERS)
      if (!observer.isReady) observer.query = query
      return observer
    },
    currentObserver: () => hookState.observerFor(latest),
    commit(query, observer, data) {
      latest = query
      if (observer && query) observer.query = query
      if (data !== undefined && data !== hookState.displayed.data) hookState.displayed = { id: query?.id, data }
    },
    mutate: async (...given: readonly unknown[]) => hookState.currentObserver()?.mutate(given),
  }
  return hookState
}

/** Another version of an entry is another entry: neither is what the other's hooks fetched. */
function isSameEntry(one: HookQuery, other: HookQuery): boolean {
  return one.id === other.id && one.handle.engine === other.handle.engine && one.policy.version === other.policy.version
}

/** Changes the data of the hook's key. Keeps its identity for the life of the component. */
export interface BoundMutate<Data> {
  /** Fetches anew; resolves with the data. */
  (): Promise<Data | undefined>
  /** Resolves with what the change gave. `false` as options: without a fetch afterwards. */
  <Result = Data>(
    change: Data | Promise<Result> | ((committed: Data | undefined) => Result | Promise<Result>) | undefined,
    options?: MutateOptions<Data, Result> | boolean,
  ): Promise<Result | undefined>
}
