import type { BoundMutate } from './bound-mutate.ts'
import type { Instance } from './instance.ts'
import { isNothing, promiseOf } from './promise.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'

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
  /** The data as the component shows it in a state. */
  dataIn(state: State): unknown
}

/** Notes which fields are read. The state tells what is true then, for a field that is read after the render. */
export function resultOf(
  { mutate, seen }: Pick<Instance, 'mutate' | 'seen'>,
  view: Viewing | undefined,
  { state, data, dataIn }: Rendered,
): Result {
  const { data: known } = state
  const read = <Field extends keyof State>(field: Field): State[Field] => {
    seen.add(field)
    return state[field]
  }
  const shownIn = (now: State) => (now.data === known ? data : dataIn(now))
  const dataRead = () => {
    read('data')
    return shownIn(state)
  }
  return {
    get data() {
      return dataRead()
    },
    get error() {
      return read('error')
    },
    get isLoading() {
      return read('isLoading') && shownIn(state) === undefined
    },
    get isValidating() {
      return read('isValidating')
    },
    get isStale() {
      return read('isStale')
    },
    get updatedAt() {
      return read('updatedAt')
    },
    get source() {
      return read('source')
    },
    get promise() {
      // A promise is of what is true: it need not wait for what a render that hydrates may not show yet.
      const now = view && isNothing(state, dataRead()) ? view.now() : state
      return promiseOf(view, now, shownIn(now))
    },
    mutate,
  }
}
