import type { Signal } from '../../engine/request/request.ts'
import type { Schema } from '../../engine/request/schema.ts'
import type { Duration } from '../../entry/duration.ts'
import type { Cleanup } from './browser.ts'

/** What a fetcher gets beside the key. */
export interface FetcherContext {
  /** Aborts when nobody shows or awaits the data any more. A fetcher that does not read it runs to its end. */
  readonly signal: Signal
}

/** Gets the data of a key. */
export type Fetcher<Data = unknown, K = never> = (key: K, context: FetcherContext) => Data | Promise<Data>

/** A fetcher for keys that are not known to the types. */
export type AnyFetcher = Fetcher<unknown, unknown> | null

/** What `onErrorRetry` gets to try again. */
export interface Retry {
  /** The number of this retry, from 1. */
  readonly retryCount: number
  /** Fetches again. Does nothing if the hook is gone or shows another key. */
  revalidate(): void
}

/** Wraps the hook: takes the next hook, and returns a hook to call in its place. */
export type Middleware = (next: AnyHook) => AnyHook

/** The hook as a middleware sees it. */
export type AnyHook = (key: never, fetcher: never, options: never) => object

/** How a hook shows data and fetches it. Intervals in milliseconds; a {@link Duration} also takes text, for example `'5m'`. */
export interface Options<Data = unknown, Selected = Data> {
  /** Data is fresh for this long, and is shown without a fetch. @default what the cache was given, else 0 */
  readonly duration?: Duration | undefined
  /** For this long after `duration`, data is shown while it is revalidated. @default what the cache was given, else '7d' */
  readonly staleDuration?: Duration | undefined
  /** Stores only data that passes. Other data is shown while someone shows it. @default the cache's condition */
  condition?(data: Data): boolean | Promise<boolean>
  /** The tags by which `invalidateTags` finds the entry. @default the cache's tags */
  readonly tags?: readonly string[] | undefined
  /** Data stored under another version counts as missing. @default the cache's version */
  readonly version?: string | number | undefined
  /**
   * Data from the store must match it, else it counts as missing. A Standard Schema (zod, valibot, arktype), or a function that
   * throws. The hook shows what it returns. @default the cache's schema
   */
  readonly schema?: Schema<Data> | undefined
  /** `false` keeps data in memory only. @default true */
  readonly persist?: boolean | undefined
  /** Returns the part of the data that the hook shows. An equal selection renders nothing. */
  select?(data: Data): Selected
  /** Shown while there is no data. Not stored. */
  readonly fallbackData?: Data | undefined
  /** Shows the data of the previous key until the new key has data. @default false */
  readonly keepPreviousData?: boolean | undefined
  /** Waits for data in the nearest Suspense boundary. An error goes to the nearest error boundary. @default false */
  readonly suspense?: boolean | undefined
  /** Fetches on mount, or does not, whatever is there. @default true without data, else `revalidateIfStale` for stale data */
  readonly revalidateOnMount?: boolean | undefined
  /** Fetches on mount if the data is stale. @default true */
  readonly revalidateIfStale?: boolean | undefined
  /** Fetches data that is not fresh when the page gets the focus. @default true */
  readonly revalidateOnFocus?: boolean | undefined
  /** Fetches data that is not fresh when the network returns. @default true */
  readonly revalidateOnReconnect?: boolean | undefined
  /** Fetches again this many milliseconds after each fetch. `0` never does. @default 0 */
  readonly refreshInterval?: number | ((data: Data | undefined) => number) | undefined
  /** Also polls while the page is hidden. @default false */
  readonly refreshWhenHidden?: boolean | undefined
  /** Also polls while the browser is offline. @default false */
  readonly refreshWhenOffline?: boolean | undefined
  /** Requests that begin within this many milliseconds are deduplicated, in all tabs. @default 2000 */
  readonly dedupingInterval?: number | undefined
  /** The focus fetches at most once in this many milliseconds. @default 5000 */
  readonly focusThrottleInterval?: number | undefined
  /** Retries after an error. A function decides by the error. @default true */
  readonly shouldRetryOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** The base of the growing pauses between retries, in milliseconds. @default 5000 */
  readonly errorRetryInterval?: number | undefined
  /** The highest number of retries. `0` never retries. @default Infinity */
  readonly errorRetryCount?: number | undefined
  /** Calls `onLoadingSlow` after this many milliseconds without data. @default 3000 */
  readonly loadingTimeout?: number | undefined
  /** Replaces the retries by your own. @default retries with growing pauses */
  onErrorRetry?(error: unknown, key: unknown, retry: Retry): void
  /** Called when the first data takes longer than `loadingTimeout`. */
  onLoadingSlow?(key: unknown): void
  /** Called with the data of a request that this hook started. */
  onSuccess?(data: Data, key: unknown): void
  /** Called with the error of a request that this hook started. */
  onError?(error: unknown, key: unknown): void
  /** Called when a mutation or a later request superseded a request that this hook started. */
  onDiscarded?(key: unknown): void
  /** Returns `true` if two data look the same. Then nothing renders. @default equality in depth */
  compare?(before: Selected | undefined, after: Selected | undefined): boolean
  /** While it returns `true`, nothing is fetched, and results are dropped. @default () => false */
  isPaused?(): boolean
  /** Middleware around the hook; the last is the innermost. Adds to the provider's. @default [] */
  readonly use?: readonly Middleware[] | undefined
  /** True if the network is there. Replace it on hosts other than browsers. @default navigator.onLine */
  isOnline?(): boolean
  /** True if the page is visible. Replace it on hosts other than browsers. @default document.visibilityState */
  isVisible?(): boolean
  /** Calls `callback` when the page gets the focus. May return a function that stops. @default the events of the browser */
  initFocus?(callback: () => void): Cleanup
  /** Calls `callback` when the network returns. May return a function that stops. @default the event of the browser */
  initReconnect?(callback: () => void): Cleanup
}

/** The options of all hooks under a provider. */
export interface ProviderOptions extends Options {
  /** The fetcher of hooks that are given none. */
  readonly fetcher?: Fetcher | null | undefined
  /** `fallbackData` by key: the key itself if it is a string, else the canonical text of its arguments. */
  readonly fallback?: Readonly<Record<string, unknown>> | undefined
}
