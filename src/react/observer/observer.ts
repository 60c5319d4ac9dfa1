import type { Snapshot } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'

/** The promise of data that a result gave last, and the data that it was for. */
export interface DataPromise {
  readonly data: unknown
  readonly promise: Promise<unknown>
}

/** Connects a mounted hook to the engine: subscribes, takes snapshots and fetches. It observes one entry, or a list of pages. */
export interface Observer {
  /** The query of the render that React committed last. Until the hook is mounted, the query of the last render. */
  query: HookQuery
  /** True from the moment when the mounted hook knows what the store has, until it unmounts. Then it knows whether to fetch. */
  readonly isReady: boolean
  lastPromise?: DataPromise | undefined
  /** Returns the state of the entry right now. */
  readSnapshot(): Snapshot
  readonly subscribe: (onStoreChange: () => void) => () => void
  /** Returns the same object until a field changes that the component reads. */
  readonly getSnapshot: () => Snapshot
  /** Returns the state as the server rendered it. */
  readonly getServerSnapshot: () => Snapshot
  /** Listens, shows what the store has, and fetches if needed. Returns a function that stops. */
  start(): () => void
  /** Fetches, unless a recent request is enough. `retryCount`: how often it has failed in a row. */
  revalidate(retryCount?: number): Promise<unknown>
  /** Settles when there is data to show, or an error. */
  waitForData(): Promise<unknown>
  mutate(args: readonly unknown[]): Promise<unknown>
}
