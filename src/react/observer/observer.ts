import type { Snapshot } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'

/** A promise of data that a result gave, and of which. */
export interface DataPromise {
  readonly data: unknown
  readonly promise: Promise<unknown>
}

/** What a hook looks at: one entry, or a list of pages. */
export interface Observer {
  /** As the latest render that is committed asks for it; before the hook is mounted, as the latest render does. */
  query: HookQuery
  /** False until it is known whether to fetch: before the hook is mounted, and while its store is being read. */
  readonly isReady: boolean
  /** What was given last. */
  lastPromise?: DataPromise | undefined
  /** What is true in this moment. */
  readSnapshot(): Snapshot
  readonly subscribe: (onChange: () => void) => () => void
  /** The same object until a field changes that the component reads. */
  readonly getSnapshot: () => Snapshot
  /** As the server rendered it. */
  readonly getServerSnapshot: () => Snapshot
  /** Listens, shows what the store has, and fetches where that is due. Returns how to stop. */
  start(): () => void
  /** Fetches what no other fetch is enough for. `retryCount`: how often it has failed in a row. */
  revalidate(retryCount?: number): Promise<unknown>
  /** Settles when there is something to show. */
  waitForData(): Promise<unknown>
  mutate(given: readonly unknown[]): Promise<unknown>
}
