// The types of SWR's options and results.

import type { BareFetcher, Fetcher, Key, Loose, StrictKey } from './key.ts'
import type { KeyedMutator, ScopedMutator, Unloader } from './mutator.ts'

/** The state of an entry in `cache`. */
export interface State<Data = Loose, Error = Loose> {
  /** The data, if memory has it. */
  data?: Data | undefined
  /** What the last request threw. */
  error?: Error | undefined
  /** True while a request runs. */
  isValidating?: boolean | undefined
  /** True while the first request runs. */
  isLoading?: boolean | undefined
}

/** The states of all entries that hooks have used, by serialized key. */
export interface Cache<Data = Loose> {
  /** Yields the serialized keys. */
  keys(): IterableIterator<string>
  /** Returns the state of an entry. */
  get(key: string): State<Data> | undefined
  /** Sets the state of an entry. */
  set(key: string, value: State<Data>): void
  /** Deletes an entry. */
  delete(key: string): void
}

/** Options of one fetch. */
export interface RevalidatorOptions {
  /** The number of this retry, from 1. */
  retryCount?: number | undefined
  /** Joins a request that runs. Retries always do. */
  dedupe?: boolean | undefined
}

/** Fetches again. */
export type Revalidator = (options?: RevalidatorOptions) => void

/** A function that stops listening, if there is anything to stop. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function of the application may return nothing
type Cleanup = (() => void) | undefined | void

/** The options that always have a value. */
export interface RequiredConfiguration<Data = Loose, Error = Loose> {
  /** The base of the growing pauses between retries, in milliseconds. @default 5000 */
  errorRetryInterval: number
  /** Calls `onLoadingSlow` after this many milliseconds without data. @default 3000 */
  loadingTimeout: number
  /** The focus fetches at most once in this many milliseconds. @default 5000 */
  focusThrottleInterval: number
  /** For this many milliseconds after a request nothing is fetched. @default 2000 */
  dedupingInterval: number
  /** Fetches when the page gets the focus. @default true */
  revalidateOnFocus: boolean
  /** Fetches when the network returns. @default true */
  revalidateOnReconnect: boolean
  /** Fetches on mount although there is data. @default true */
  revalidateIfStale: boolean
  /** Retries after an error. A function decides by the error. @default true */
  shouldRetryOnError: boolean | ((error: Error) => boolean)
  /** Data to show before the first fetch, by serialized key. A promise suspends the component. @default {} */
  fallback: { [key: string]: Loose }
  /** While it returns `true`, nothing is fetched, and results are dropped. @default () => false */
  isPaused: () => boolean
  /** Called when the first data takes longer than `loadingTimeout`. */
  onLoadingSlow: (key: string, config: Readonly<PublicConfiguration<Data, Error>>) => void
  /** Called with the data of a request. */
  onSuccess: (data: Data, key: string, config: Readonly<PublicConfiguration<Data, Error>>) => void
  /** Called with the error of a request. */
  onError: (err: Error, key: string, config: Readonly<PublicConfiguration<Data, Error>>) => void
  /** Decides when to try again. */
  onErrorRetry: (
    err: Error,
    key: string,
    config: Readonly<PublicConfiguration<Data, Error>>,
    revalidate: Revalidator,
    options: { retryCount: number; dedupe: boolean },
  ) => void
  /** Called when a request no longer counts. */
  onDiscarded: (key: string) => void
  /** Returns `true` if two data look the same. @default equality in depth */
  compare: (a: Data | undefined, b: Data | undefined) => boolean
  /** True if the network is there. */
  isOnline: () => boolean
  /** True if the page is visible. */
  isVisible: () => boolean
}

/** The options of SWR that programs read from `useSWRConfig`, and that callbacks get. */
export interface PublicConfiguration<Data = Loose, Error = Loose, Fn extends BareFetcher = BareFetcher>
  extends RequiredConfiguration<Data, Error> {
  /** The highest number of retries. @default unlimited */
  errorRetryCount?: number | undefined
  /** Fetches again after this many milliseconds. `0` never does. @default 0 */
  refreshInterval?: number | ((latestData: Data | undefined) => number) | undefined
  /** Also polls while the page is hidden. @default false */
  refreshWhenHidden?: boolean | undefined
  /** Also polls while the browser is offline. @default false */
  refreshWhenOffline?: boolean | undefined
  /** Fetches on mount, or does not, whatever is there. */
  revalidateOnMount?: boolean | undefined
  /** Shows the data of the previous key until the new key has data. @default false */
  keepPreviousData?: boolean | undefined
  /** Waits for data in the nearest Suspense boundary. @default false */
  suspense?: boolean | undefined
  /** Data to show before the first fetch of this hook. */
  fallbackData?: Data | Promise<Data> | undefined
  /** Gets the data of hooks that have no fetcher. */
  fetcher?: Fn | null | undefined
  /** Middleware around the hook. */
  use?: Middleware[] | undefined
  /** `false` keeps data in memory only. An option of Cachetta. @default true */
  persist?: boolean | undefined
  /** Calls `callback` when the page gets the focus. */
  initFocus?: ((callback: () => void) => Cleanup) | undefined
  /** Calls `callback` when the network returns. */
  initReconnect?: ((callback: () => void) => Cleanup) | undefined
}

/** The options of a hook or of `SWRConfig`. */
export type SWRConfiguration<Data = Loose, Error = Loose, Fn extends BareFetcher<Loose> = BareFetcher<Loose>> = Partial<
  PublicConfiguration<Data, Error, Fn>
> & {
  /** Returns the cache of the hooks under `SWRConfig`. Gets the cache above. */
  provider?: ((cache: Readonly<Cache>) => Cache) | undefined
}

/** The options of `SWRConfig`. */
export type SWRConfigValue<
  Data = Loose,
  Error = Loose,
  Fn extends BareFetcher<Loose> = BareFetcher<Loose>,
> = SWRConfiguration<Data, Error, Fn>

/** All options, and the functions of the cache. */
export interface FullConfiguration<Data = Loose, Error = Loose> extends PublicConfiguration<Data, Error> {
  /** The states of the entries. */
  cache: Cache
  /** Changes or fetches entries of the cache. */
  mutate: ScopedMutator
  /** Deletes all entries of the cache. */
  unload: Unloader
}

/** The result of `useSWR`. A component renders again only for the fields that it reads. */
export interface SWRResponse<Data = Loose, Error = Loose, Config = Loose> {
  /** The data, as the fetcher returned it. */
  data: AlwaysHasData<Data, Config> extends true ? Data : Data | undefined
  /** What the last request threw. */
  error: Error | undefined
  /** Changes or fetches the data of this key. */
  mutate: KeyedMutator<Data>
  /** True while a request runs. */
  isValidating: boolean
  /** True while a request runs and nothing has been loaded yet. */
  isLoading: boolean
}

/** Options of an application for the types of all its hooks: `{ suspense: true }`. */
// biome-ignore lint/suspicious/noEmptyInterface: an application adds the members
export interface SWRGlobalConfig {}

type AlwaysHasData<Data, Config> = SWRGlobalConfig extends { suspense: true }
  ? true
  : Config extends { suspense: true } | { fallbackData: Data | Promise<Data> }
    ? true
    : false

/** The forms of `useSWR`. */
export interface SWRHook {
  /** A tuple or no key, with a fetcher. */
  <Data = Loose, Error = Loose, SWRKey extends Key = StrictKey>(
    key: SWRKey,
    fetcher: Fetcher<Data, SWRKey> | null,
  ): SWRResponse<Data, Error>
  /** Any key, with a fetcher. */
  <Data = Loose, Error = Loose, SWRKey extends Key = Key>(
    key: SWRKey,
    fetcher: Fetcher<Data, SWRKey> | null,
  ): SWRResponse<Data, Error>
  /** A tuple or no key, with a fetcher and options. */
  <
    Data = Loose,
    Error = Loose,
    SWRKey extends Key = StrictKey,
    Options extends SWRConfiguration<Data, Error> | undefined = SWRConfiguration<Data, Error> | undefined,
  >(
    key: SWRKey,
    fetcher: Fetcher<Data, SWRKey> | null,
    config: Options,
  ): SWRResponse<Data, Error, Options>
  /** Any key, with the fetcher of the configuration. */
  <Data = Loose, Error = Loose>(key: Key): SWRResponse<Data, Error>
  /** Any key, with options. */
  <
    Data = Loose,
    Error = Loose,
    Options extends SWRConfiguration<Data, Error> | undefined = SWRConfiguration<Data, Error> | undefined,
  >(
    key: Key,
    config: Options,
  ): SWRResponse<Data, Error, Options>
  /** Any key and any fetcher, with or without options. */
  <
    Data = Loose,
    Error = Loose,
    Options extends SWRConfiguration<Data, Error> | undefined = SWRConfiguration<Data, Error> | undefined,
  >(
    key: Key,
    fetcher: BareFetcher<Data> | null,
    config?: Options,
  ): SWRResponse<Data, Error, Options>
}

/** A hook as middleware sees it: it always gets three arguments. */
export type MiddlewareHook = <Data = Loose, Error = Loose>(
  key: Loose,
  fetcher: BareFetcher<Data> | null,
  config: Loose,
) => SWRResponse<Data, Error>

/** Wraps a hook: takes the next hook, and returns a hook to call in its place. */
export type Middleware = (useSWRNext: SWRHook) => MiddlewareHook
