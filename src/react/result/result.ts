import type { BoundMutate, HookState } from '../observer/hook-state.ts'
import type { Observer } from '../observer/observer.ts'
import { getPromise, hasNothingToShow } from './promise.ts'
import type { Snapshot } from './snapshot.ts'

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
  readonly source: Snapshot['source']
  readonly mutate: BoundMutate<Stored>
  /** For React's `use`: the same until the data changes. */
  readonly promise: Promise<Data>
}

/** What one render found. */
interface Render {
  readonly state: Snapshot
  readonly data: unknown
  /** The data as the component shows it in a state. */
  dataIn(state: Snapshot): unknown
}

/** Notes which fields are read. The state tells what is true then, for a field that is read after the render. */
export function createResult(
  { mutate, trackedFields }: Pick<HookState, 'mutate' | 'trackedFields'>,
  observer: Observer | undefined,
  { state, data, dataIn }: Render,
): Result {
  const { data: known } = state
  const read = <Field extends keyof Snapshot>(field: Field): Snapshot[Field] => {
    trackedFields.add(field)
    return state[field]
  }
  const shownIn = (now: Snapshot) => (now.data === known ? data : dataIn(now))
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
      const now = observer && hasNothingToShow(state, dataRead()) ? observer.readSnapshot() : state
      return getPromise(observer, now, shownIn(now))
    },
    mutate,
  }
}
