// The field `promise` of a result, for React's `use`. React discards the state of a component that suspends in its first render,
// and warns if such a component returns with another promise. So a wait belongs to the entry and not to the hook:
//
//     wait        |--------------------|              one object, for all components and all of their renders
//     render      ^ suspends     ^ again     ^ shows
//     store             ^ nothing
//     fetch                      |-----| data         settles that object, which is then the promise of the data

import type { Engine, Failure } from '../../engine/engine.ts'
import { BoundedMap } from '../../engine/memory/bounded-map.ts'
import type { Config } from '../config/config.ts'
import type { HookState } from '../observer/hook-state.ts'
import type { DataPromise, Observer, Outcome } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import { isSameData } from '../observer/query.ts'
import { selectData } from './selected-data.ts'
import type { Snapshot } from './snapshot.ts'

/** Returns the promise of the data: settled if there is data or an error, and the same until that changes. */
export function getPromise(observer: Observer, snapshot: Snapshot, data: unknown): Promise<unknown> {
  const { config } = observer.query
  const waits = waitsFor(observer)
  const name = nameOf(observer.query)
  const known = [observer.lastPromise, waits.get(name)].filter((each) => each !== undefined)
  const outcome = outcomeOf(observer.query, snapshot, data)
  let found = known.find((each) => isSameOutcome(config, each.outcome, outcome))
  if (!found && outcome && !isPlaceholder(snapshot, outcome)) found = known.find((each) => !each.outcome)
  found ??= createDataPromise(observer, waits)
  if (observer.query.run) found.observer = observer
  if (outcome) found.settle(outcome)
  else {
    waits.set(name, found)
    found.renew()
  }
  observer.lastPromise = found
  return found.promise
}

/** Returns `undefined` if there is nothing to show yet. */
function outcomeOf(query: HookQuery, snapshot: Snapshot, data: unknown): Outcome | undefined {
  if (!hasNothingToShow(snapshot, data)) return { data }
  const failure = recentFailure(query)
  return failure && { failure }
}

/** `compare`: equal data is the same data. A selection may be another object in each render. */
function isSameOutcome(config: Config, one: Outcome | undefined, other: Outcome | undefined): boolean {
  if (!one || !other) return one === other
  if ('data' in one && 'data' in other) return isSameData(config, one.data, other.data)
  return 'failure' in one && 'failure' in other && one.failure === other.failure
}

/** A fallback is what one hook shows while it waits. It does not end the wait. */
function isPlaceholder({ updatedAt }: Snapshot, outcome: Outcome): boolean {
  return 'data' in outcome && updatedAt === undefined
}

const waitsByEngine = new WeakMap<Engine, WeakMap<object, BoundedMap<DataPromise>>>()

/** Returns the waits of all hooks that show an entry in the same way, by name. Each request of a server has its own engine. */
function waitsFor(observer: Observer): BoundedMap<DataPromise> {
  const { config, handle } = observer.query
  const ofEngine = waitsByEngine.get(handle.engine) ?? new WeakMap<object, BoundedMap<DataPromise>>()
  waitsByEngine.set(handle.engine, ofEngine)
  const shownBy = config.select ?? observer.constructor
  const waits = ofEngine.get(shownBy) ?? new BoundedMap<DataPromise>()
  ofEngine.set(shownBy, waits)
  return waits
}

/** A component that waited takes the promise over in its next render, which comes long before this. */
const KEEP_SETTLED_MS = 1_000

/**
 * Creates a promise that starts to wait, and to fetch, at the first `then`. A component that only prints or forwards it needs no
 * data.
 */
function createDataPromise(first: Observer, waits: BoundedMap<DataPromise>): DataPromise {
  let settlePromise: readonly [resolve: (data: unknown) => void, reject: (error: unknown) => void]
  const settled = new Promise<unknown>((...functions) => {
    settlePromise = functions
  })
  settled.catch(() => {}) // a component may read the promise and not await it
  let isAwaited = false
  const then: Promise<unknown>['then'] = (onData, onError) => {
    if (!isAwaited) void waitForOutcome(own)
    isAwaited = true
    return settled.then(onData, onError)
  }
  const own: DataPromise = {
    observer: first,
    promise: Object.assign(Object.create(Promise.prototype), { then }), // `catch` and `finally` call `then`
    settle(outcome) {
      if (own.outcome) return
      own.outcome = outcome
      const [resolve, reject] = settlePromise
      // React reads the two members, and need not suspend to learn the value.
      if ('data' in outcome) {
        Object.assign(own.promise, { status: 'fulfilled', value: outcome.data })
        resolve(outcome.data)
      } else {
        Object.assign(own.promise, { status: 'rejected', reason: outcome.failure.error })
        reject(outcome.failure.error)
      }
      forgetWait(own, waits)
    },
    renew() {
      if (isAwaited) void own.observer.waitForData().catch(() => {}) // the wait is that of the entry, which gets the new options
    },
  }
  return own
}

/** Afterwards memory alone keeps the data, or drops it. */
function forgetWait(settled: DataPromise, waits: BoundedMap<DataPromise>): void {
  const { query } = settled.observer
  const name = nameOf(query)
  if (waits.get(name) !== settled) return
  query.handle.engine.clock.after(KEEP_SETTLED_MS, () => waits.get(name) === settled && waits.delete(name))
}

/** Another version of an entry is another entry. */
function nameOf({ id, policy }: HookQuery): string {
  return `${policy.version} ${id}`
}

async function waitForOutcome(wait: DataPromise): Promise<void> {
  try {
    while (!wait.outcome) {
      await wait.observer.waitForData()
      const { query } = wait.observer
      const snapshot = wait.observer.readSnapshot()
      const data = selectData({ id: undefined, data: undefined }, query, query.config, snapshot)
      if (!hasNothingToShow(snapshot, data)) wait.settle({ data })
    }
  } catch (error) {
    const { handle, id } = wait.observer.query
    wait.settle({ failure: handle.engine.failures.get(id) ?? { error, at: handle.engine.clock.elapsed(), count: 1 } })
  }
}

/** Suspends the component, or throws the error to the nearest error boundary. */
export function throwToBoundary(observer: Observer): never {
  const failure = recentFailure(observer.query)
  throw failure ? failure.error : observer.waitForData()
}

/** `undefined` can be data, if a fetcher resolved with it. Waiting for more would never end. */
export function hasNothingToShow({ updatedAt }: Snapshot, data: unknown): boolean {
  return updatedAt === undefined && data === undefined
}

/** Without a key no data will come. */
const never: Promise<never> = new Promise(() => {})

/** Returns the promise of a hook without a key: of what it shows, and the same until that changes. */
export function getPromiseWithoutKey(state: Pick<HookState, 'shownPromise'>, value: unknown): Promise<unknown> {
  if (value === undefined) return never
  const { shownPromise } = state
  if (shownPromise && Object.is(shownPromise.value, value)) return shownPromise
  state.shownPromise = Object.assign(Promise.resolve(value), { status: 'fulfilled', value })
  return state.shownPromise
}

/** After this many failures in a row an error is shown for a while. Otherwise a boundary that resets itself would fetch in a loop. */
const MAX_QUICK_FAILURES = 10
const MIN_ERROR_MS = 500

/**
 * Returns the error that stands in place of the data, until an error boundary has it. A component that renders later is one that
 * the boundary has mounted again, so it makes a new request. React may render a component twice before a boundary gets its error:
 *
 *     render     ^ throws  ^ throws again                         ^ waits for the new request
 *     boundary                            | shows the error | is reset
 */
function recentFailure({ config, handle: { engine }, id }: HookQuery): Failure | undefined {
  const failure = engine.failures.get(id)
  if (!failure || engine.serverPage) return failure
  const { clock } = engine
  const quickMs = failure.count < MAX_QUICK_FAILURES ? 0 : MIN_ERROR_MS
  const shownMs = failure.isCaught ? quickMs : Math.max(config.dedupingInterval, MIN_ERROR_MS)
  if (clock.elapsed() - failure.at >= shownMs) return undefined
  clock.after(0, () => {
    failure.isCaught = true
  })
  return failure
}
