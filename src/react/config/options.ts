import type { MutateOptions } from '../../engine/change/mutate.ts'
import type { Schema } from '../../engine/request/schema.ts'
import type { Duration } from '../../entry/duration.ts'
import type { Signal } from '../../key/abort-signal.ts'
import type { Cleanup } from './browser.ts'
import type { FallbackKey } from './key.ts'
import type { RegisteredError } from './register.ts'

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
  /** Fetches again. Does nothing if no hook shows the key any more, or if the error is gone or is another one. */
  revalidate(): void
}

/** Wraps a hook: takes the next hook, and returns a hook to call in its place. */
export type Middleware = (next: AnyHook) => AnyHook

/**
 * A hook as a middleware sees it. `fetcher` is the second argument of the hook: also the source of a subscription, and what sends a
 * mutation. `options` are those of the hook over those of the provider.
 */
// biome-ignore lint/suspicious/noExplicitAny: one middleware wraps hooks of all keys and all data, and may be written for one of them
export type AnyHook = (key: any, fetcher: any, options: any) => ShownResult

/** What every hook returns. */
interface ShownResult {
  readonly data: unknown
  readonly error: unknown
}

/** How a hook shows data and fetches it. Intervals are milliseconds, or text such as `'5m'`: a {@link Duration}. */
// biome-ignore lint/suspicious/noExplicitAny: options that are written apart from the call fit the hooks of all keys
export interface Options<Data = any, Selected = Data, Error = RegisteredError> {
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
  /** Shown while there is no data, also while the key is falsy. Not stored. */
  readonly fallbackData?: Data | undefined
  /** Shows the data of the previous key until the new key has data, also while the key is falsy. @default false */
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
  /** Fetches again this long after the end of each fetch. `0` never does. @default 0 */
  readonly refreshInterval?: Duration | ((data: Data | undefined) => Duration) | undefined
  /** Also polls while the page is hidden. @default false */
  readonly refreshWhenHidden?: boolean | undefined
  /** Also polls while the browser is offline. @default false */
  readonly refreshWhenOffline?: boolean | undefined
  /**
   * For this long after a request has ended nothing is fetched, in all tabs; a shorter `refreshInterval` still polls.
   * A request in flight is joined, however long it takes. @default 2000
   */
  readonly dedupingInterval?: Duration | undefined
  /** The focus fetches at most once in this time. @default 5000 */
  readonly focusThrottleInterval?: Duration | undefined
  /** Retries after an error. A function decides by the error. @default true */
  readonly shouldRetryOnError?: boolean | ((error: Error) => boolean) | undefined
  /** The base of the growing pauses between retries. @default 5000 */
  readonly errorRetryInterval?: Duration | undefined
  /** The highest number of retries. `0` never retries. @default Infinity */
  readonly errorRetryCount?: number | undefined
  /** Calls `onLoadingSlow` after this long without data. @default 3000 */
  readonly loadingTimeout?: Duration | undefined
  /** Replaces the retries by your own: call `retry.revalidate()` to try again. @default retries with growing pauses */
  onErrorRetry?(error: Error, key: unknown, retry: Retry): void
  /** Called with the key when the first data takes longer than `loadingTimeout`. */
  onLoadingSlow?(key: unknown): void
  /** Called with the data, before `select`, and the key of a request that this hook started. Not called for stored data. */
  onSuccess?(data: Data, key: unknown): void
  /** Called with the error and the key of a request that this hook started. */
  onError?(error: Error, key: unknown): void
  /** Called with the key when a mutation or a later request superseded a request that this hook started. */
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

/** The options of a stream: those of `useCachetta` that do not fetch. It has no callbacks: the source sees each message. */
export type SubscriptionOptions<Data = unknown, Selected = Data, Error = RegisteredError> = Pick<
  Options<Data, Selected, Error>,
  | 'compare'
  | 'duration'
  | 'fallbackData'
  | 'keepPreviousData'
  | 'persist'
  | 'schema'
  | 'select'
  | 'staleDuration'
  | 'tags'
  | 'use'
  | 'version'
>

/** How a mutation changes the entry. By default (`populateCache: false`) it stores nothing, and hooks that show the key fetch. */
export interface MutationOptions<Data = unknown, Result = unknown, Error = RegisteredError>
  extends MutateOptions<Data, Result> {
  /** Middleware around the hook; the last is the innermost. Adds to the provider's. @default [] */
  readonly use?: readonly Middleware[] | undefined
  /** Called with the result of the latest trigger. */
  onSuccess?(result: Result, key: unknown): void
  /** Called with the error of the latest trigger. */
  onError?(error: Error, key: unknown): void
}

/** One request of `useCachettaAll`: what the arguments of `useCachetta` are. */
// biome-ignore lint/suspicious/noExplicitAny: the hook checks each request of a list by its own types
export interface AllRequest<Data = any, Selected = Data, Error = RegisteredError>
  extends Omit<Options<Data, Selected, Error>, 'keepPreviousData' | 'use'> {
  /** The key. */
  readonly key: unknown
  /** Gets the data. @default the cached function in the key, else the fetcher of the provider */
  // biome-ignore lint/suspicious/noExplicitAny: the key of a request that is written elsewhere is not known here
  readonly fetcher?: Fetcher<Data, any> | null | undefined
}

/** Options with which there is always data. */
export type AlwaysHasData<Data> = { readonly suspense: true } | { readonly fallbackData: Data }

/** A key and its data. */
type FallbackPair = readonly [key: FallbackKey, data: unknown]

/** Data by key, as a list or as an object. The mutable list is there for the compiler: a wrong list is compared with it. */
export type Fallback = FallbackPair[] | readonly FallbackPair[] | Readonly<Record<string, unknown>>

/** The options of all hooks under a provider. */
export interface ProviderOptions<Error = RegisteredError> extends Options<unknown, unknown, Error> {
  /** The fetcher of hooks that are given none. */
  readonly fetcher?: Fetcher | null | undefined
  /**
   * `fallbackData` by key: a list of `[key, data]`, or an object. Its names are the keys that are a string, and for other keys
   * `keyText` of the arguments. Adds to the provider's above.
   */
  readonly fallback?: Fallback | undefined
}
