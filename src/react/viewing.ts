import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** A promise of data that a result gave, and of which. */
export interface Promised {
  readonly data: unknown
  readonly promise: Promise<unknown>
}

/** What a hook looks at: one entry, or a list of pages. */
export interface Viewing {
  /** As the latest render that is committed asks for it; before the hook is mounted, as the latest render does. */
  wanted: Wanted
  /** False until it is known whether to fetch: before the hook is mounted, and while its store is being read. */
  readonly isLive: boolean
  /** What was given last. */
  promised?: Promised | undefined
  /** What is true in this moment. */
  now(): State
  readonly subscribe: (onChange: () => void) => () => void
  /** The same object until a field changes that the component reads. */
  readonly look: () => State
  /** As the server rendered it. */
  readonly lookAtServer: () => State
  /** Listens, shows what the store has, and fetches where that is due. Returns how to stop. */
  start(): () => void
  /** Fetches what no other fetch is enough for. `retryCount`: how often it has failed in a row. */
  revalidate(retryCount?: number): Promise<unknown>
  /** Settles when there is something to show. */
  wait(): Promise<unknown>
  mutate(given: readonly unknown[]): Promise<unknown>
}
