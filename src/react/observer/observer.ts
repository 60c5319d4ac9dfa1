import type { Failure } from '../../engine/engine.ts'
import type { ChangeReason } from '../../engine/events/reasons.ts'
import type { Snapshot } from '../result/snapshot.ts'
import type { HookQuery } from './query.ts'

/** The promise of a result, and what it has settled with. */
export interface DataPromise {
  readonly promise: Promise<unknown>
  /** Undefined while someone waits. */
  outcome?: Outcome | undefined
  settle(outcome: Outcome): void
  /** A component that waits has rendered again. */
  renew(): void
  /** The hook that read the promise last, and that fetches the data if someone awaits it. */
  observer: Observer
}

export type Outcome = { readonly data: unknown } | { readonly failure: Failure }

/**
 * Why a hook fetches. `refetch`: the entry was mutated or invalidated. `external change`: another tab or process deleted it. `nothing to
 * show`: what was to bring the data no longer counts.
 */
export type FetchReason =
  | 'external change'
  | 'focus'
  | 'key change'
  | 'mount'
  | 'nothing to show'
  | 'poll'
  | 'reconnect'
  | 'refetch'
  | 'retry'
  | 'suspense'

/** A fetch that a hook asks for. */
export interface FetchWish {
  readonly reason: FetchReason
  /** What a `refetch` is for. */
  readonly cause?: ChangeReason | undefined
  /** How often the request has failed in a row. @default 0 */
  readonly retryCount?: number
  /** An answer that is younger than this is enough, in milliseconds. @default the option of the hook */
  readonly maxAge?: number
}

/** Connects a mounted hook to the engine: subscribes, takes snapshots and fetches. It observes one entry, or a list of pages. */
export interface Observer {
  /** The query of the render that React committed last. Until the hook is mounted, the query of the last render. */
  query: HookQuery
  /** True from the moment when the mounted hook knows what the store has, until it unmounts. Then it knows whether to fetch. */
  readonly isReady: boolean
  /** What the result gave last as `promise`. */
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
  /** Keeps what the observer shows in memory, and listens to it, without a fetch. Returns a function that stops. */
  watch(onChange: () => void): () => void
  /** Fetches, unless a request in flight or a recent answer is enough. Never rejects. */
  revalidate(wish: FetchWish): Promise<unknown>
  /** Call it after each commit: its options count from now on. Fetches if there is nothing to show and nothing brings it. */
  ensureRequest(): void
  /** True if a focus or a reconnect fetches: what is shown is stale, or missing. */
  needsRevalidation(): boolean
  /** True if the last request for the entry, or for a page of the list, failed. */
  hasFailed(): boolean
  /** Settles when there is data to show, or an error. */
  waitForData(): Promise<unknown>
  mutate(args: readonly unknown[]): Promise<unknown>
}
