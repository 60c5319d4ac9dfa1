import type { RegisteredError } from '../config/register.ts'
import type { BoundMutate, HookState } from '../observer/hook-state.ts'
import type { Observer } from '../observer/observer.ts'
import { getPromise, getPromiseWithoutKey, hasNothingToShow } from './promise.ts'
import type { Snapshot } from './snapshot.ts'

/** The result of `useCachetta`. A component renders again only for the fields that it reads. */
export interface Result<Data = unknown, Shown = Data | undefined, Stored = Data, Error = RegisteredError> {
  /** The data, as `select` returns it. `undefined` while there is none. */
  readonly data: Shown
  /** What the last request threw. The data before it stays. */
  readonly error: Error | undefined
  /** True while the entry is fetched and there is no data to show. */
  readonly isLoading: boolean
  /** True while the entry is fetched. */
  readonly isValidating: boolean
  /** True if the data is past its `duration`. */
  readonly isStale: boolean
  /** When the data was stored, in epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** Where the data came from. */
  readonly source: Snapshot['source']
  /** Changes or refetches the data of this key. */
  readonly mutate: BoundMutate<Stored>
  /** The promise of the data, for React's `use`. The same object until the data changes. */
  readonly promise: Promise<Data>
}

/** A result of any data and any errors. */
export type AnyResult = Result<unknown, unknown, unknown, unknown>

/** The part of a hook's state that a result uses. */
export type ResultState = Pick<HookState, 'mutate' | 'shownPromise' | 'trackedFields'>

/** What one render has. */
export interface Render {
  readonly snapshot: Snapshot
  readonly data: unknown
  /** Returns the data of a snapshot as the component displays it. */
  select(snapshot: Snapshot): unknown
}

/**
 * Makes the result of a render. It tracks which fields the component reads, and returns their latest values. It is a proxy, because
 * V8 takes forty times as long to make an object with as many getters. A debugger shows the fields of the render.
 */
export function createResult(
  state: ResultState,
  observer: Observer | undefined,
  { snapshot, data, select }: Render,
): AnyResult {
  const { mutate, trackedFields } = state
  const { data: renderedData, updatedAt: renderedAt } = snapshot
  const displayedIn = (latest: Snapshot) =>
    latest.data === renderedData && latest.updatedAt === renderedAt ? data : select(latest)
  const readPromise = () => {
    trackedFields.add('data')
    const shown = displayedIn(snapshot)
    // The promise is of the latest data, also in a render that hydrates and must not show it yet.
    if (!observer) return getPromiseWithoutKey(state, shown)
    const latest = hasNothingToShow(snapshot, shown) ? observer.readSnapshot() : snapshot
    return getPromise(observer, latest, displayedIn(latest))
  }
  const get = (result: object, field: keyof Snapshot | 'promise'): unknown => {
    if (field === 'promise') return readPromise()
    if (!(field in snapshot)) return Reflect.get(result, field)
    trackedFields.add(field)
    if (field === 'data') return displayedIn(snapshot)
    return field === 'isLoading' ? snapshot.isLoading && displayedIn(snapshot) === undefined : snapshot[field]
  }
  const rendered: object = { promise: undefined, mutate, ...snapshot, data }
  return new Proxy(rendered, { get } as ProxyHandler<object>) as AnyResult // `get` answers for each field
}
