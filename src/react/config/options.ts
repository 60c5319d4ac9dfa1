import type { Signal } from '../../engine/request/request.ts'
import type { Duration } from '../../entry/duration.ts'
import type { Cleanup } from './browser.ts'

/** What a fetcher gets beside the key. */
export interface FetcherContext {
  /** Aborted when nobody shows or awaits the data any more; a fetcher that does not take it runs to its end. */
  readonly signal: Signal
}

/** Gets the data of a key. */
export type Fetcher<Data = unknown, K = never> = (key: K, context: FetcherContext) => Data | Promise<Data>

/** What `onErrorRetry` gets to try again. */
export interface Retry {
  /** How often it was tried again, from 1. */
  readonly retryCount: number
  /** Fetches again, unless the hook is gone or shows another key. */
  revalidate(): void
}

/** Wraps the hook: gets the next one, and returns one that is called in its place. */
export type Middleware = (next: AnyHook) => AnyHook

/** The hook as a middleware sees it. */
export type AnyHook = (key: never, fetcher: never, options: never) => object

/** How a hook shows and fetches; spans in milliseconds, or texts such as `'5m'` where a {@link Duration} is taken. */
export interface Options<Data = unknown, Selected = Data> {
  /** Fresh for this long: shown without a fetch. @default what the cache was given, else 0 */
  readonly duration?: Duration | undefined
  /** Past `duration`, for this long more, data is shown while new data is fetched. @default what the cache was given, else '7d' */
  readonly staleDuration?: Duration | undefined
  /** Store only what passes; what does not is shown while someone shows it. */
  condition?(data: Data): boolean | Promise<boolean>
  /** What `invalidateTags` finds the entry by. */
  readonly tags?: readonly string[] | undefined
  /** Data stored under another version is not there. */
  readonly version?: string | number | undefined
  /** `false`: in memory only. @default true */
  readonly persist?: boolean | undefined
  /** What the hook shows of the data; an equal selection renders nothing. */
  select?(data: Data): Selected
  /** Shown, not stored, while there is no data. */
  readonly fallbackData?: Data | undefined
  /** Shows the data of the key before until that of the new key is there. @default false */
  readonly keepPreviousData?: boolean | undefined
  /** Waits for data in the nearest Suspense boundary; an error goes to the nearest error boundary. @default false */
  readonly suspense?: boolean | undefined
  /** Fetch on mount, whatever is there. @default where there is no data, or stale data and `revalidateIfStale` */
  readonly revalidateOnMount?: boolean | undefined
  /** Fetch where the data is stale. @default true */
  readonly revalidateIfStale?: boolean | undefined
  /** Fetch when the page gets the focus. @default true */
  readonly revalidateOnFocus?: boolean | undefined
  /** Fetch when the network is back. @default true */
  readonly revalidateOnReconnect?: boolean | undefined
  /** Fetch again so many milliseconds after each fetch; 0 is never. @default 0 */
  readonly refreshInterval?: number | ((data: Data | undefined) => number) | undefined
  /** @default false */
  readonly refreshWhenHidden?: boolean | undefined
  /** @default false */
  readonly refreshWhenOffline?: boolean | undefined
  /** Requests that begin within so many milliseconds are one, in all tabs. @default 2000 */
  readonly dedupingInterval?: number | undefined
  /** Focus fetches at most once in so many milliseconds. @default 5000 */
  readonly focusThrottleInterval?: number | undefined
  /** @default true */
  readonly shouldRetryOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** The base of the growing pauses between retries, in milliseconds. @default 5000 */
  readonly errorRetryInterval?: number | undefined
  /** How often at most; 0 is never. @default without end */
  readonly errorRetryCount?: number | undefined
  /** After so many milliseconds without data `onLoadingSlow` is called. @default 3000 */
  readonly loadingTimeout?: number | undefined
  onErrorRetry?(error: unknown, key: unknown, retry: Retry): void
  onLoadingSlow?(key: unknown): void
  onSuccess?(data: Data, key: unknown): void
  onError?(error: unknown, key: unknown): void
  /** The answer was outrun by a mutation, or by a later request. */
  onDiscarded?(key: unknown): void
  /** Are the two the same to look at? Then nothing renders. @default equal in depth */
  compare?(before: Selected | undefined, after: Selected | undefined): boolean
  /** While true nothing is fetched, and what ends is dropped. */
  isPaused?(): boolean
  /** Wrapped around the hook, the last innermost. */
  readonly use?: readonly Middleware[] | undefined
  /** For hosts other than browsers. */
  isOnline?(): boolean
  isVisible?(): boolean
  /** Calls back whenever the page gets the focus; may return how to stop. */
  initFocus?(callback: () => void): Cleanup
  /** Calls back whenever the network is back; may return how to stop. */
  initReconnect?(callback: () => void): Cleanup
}

/** What a provider sets for every hook under it. */
export interface ProviderOptions extends Options {
  /** For hooks that are given none. */
  readonly fetcher?: Fetcher | null | undefined
  /** `fallbackData` by key: the text of a text key, else the canonical text of the arguments, as `hash` knows them. */
  readonly fallback?: Readonly<Record<string, unknown>> | undefined
}
