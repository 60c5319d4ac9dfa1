import type { BoundMutate } from './bound-mutate.ts'
import type { Committed } from './committed.ts'
import { dataOf } from './data.ts'
import { isNothing, promiseOf } from './promise.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

/** What `useCachetta` returns. A component renders again only for the fields that it reads. */
export interface Result<Data = unknown, Shown = Data | undefined, Stored = Data> {
  readonly data: Shown
  readonly error: unknown
  /** A fetch is under way, and there is nothing to show. */
  readonly isLoading: boolean
  /** A fetch is under way. */
  readonly isValidating: boolean
  /** The data is past its `duration`. */
  readonly isStale: boolean
  /** When the data was stored, in epoch milliseconds. */
  readonly updatedAt: number | undefined
  /** Where the data came from. */
  readonly source: State['source']
  readonly mutate: BoundMutate<Stored>
  /** For React's `use`: the same until the data changes. */
  readonly promise: Promise<Data>
}

/** What one render found. */
interface Rendered {
  readonly state: State
  readonly data: unknown
}

type Mapped = Committed & { readonly mutate: BoundMutate<unknown> }

/** Notes which fields are read. One that is read after the render tells what is true then. */
export function resultOf(instance: Mapped, wanted: Wanted, view: Viewing | undefined, rendered: Rendered): Result {
  const read = (field: keyof State): State => {
    instance.seen.add(field)
    return view?.isLive && instance.latest() === wanted ? view.now() : rendered.state
  }
  const dataIn = (state: State) => (state === rendered.state ? rendered.data : dataOf(instance, wanted, state))
  return {
    get data() {
      return dataIn(read('data'))
    },
    get error() {
      return read('error').error
    },
    get isLoading() {
      const state = read('isLoading')
      return state.isLoading && dataIn(state) === undefined
    },
    get isValidating() {
      return read('isValidating').isValidating
    },
    get isStale() {
      return read('isStale').isStale
    },
    get updatedAt() {
      return read('updatedAt').updatedAt
    },
    get source() {
      return read('source').source
    },
    get promise() {
      const shown = read('data')
      // A promise is of what is true: it need not wait for what a render that hydrates may not show yet.
      const state = view && isNothing(shown, dataIn(shown)) ? view.now() : shown
      return promiseOf(view, wanted, state, dataIn(state))
    },
    mutate: instance.mutate,
  }
}
