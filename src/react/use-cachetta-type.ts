import type { Key, KeyOrNone } from './config/key.ts'
import type { Fetcher, Options } from './config/options.ts'
import type { Result } from './result/result.ts'

/** A cached function, synchronous or not. */
export interface Cached {
  /** Returns the value of these arguments. */
  (...args: never[]): unknown
  /** Finds the entry of these arguments. Computes nothing. */
  lookup(...args: never[]): unknown
  /** Forgets the entry of these arguments. */
  invalidate(...args: never[]): unknown
}

/** A cached function and its arguments, as a key. */
export type CachedKey<Fn extends Cached> = readonly [fn: Fn, ...args: Parameters<Fn>]

type DataOf<Fn extends Cached> = Awaited<ReturnType<Fn>>

/** Options with which there is always data. */
type AlwaysHasData<Data> = { readonly suspense: true } | { readonly fallbackData: Data }

/** The forms of `useCachetta`: with a cached function in the key; with a key and a fetcher; with a key and the provider's fetcher. */
export interface UseCachetta {
  /** A cached function in the key, with options that always give data. */
  <Fn extends Cached, Selected = DataOf<Fn>>(
    key: KeyOrNone<CachedKey<Fn>>,
    options: Options<DataOf<Fn>, Selected> & AlwaysHasData<DataOf<Fn>>,
  ): Result<Selected, Selected, DataOf<Fn>>
  /** A cached function in the key. It needs no fetcher. */
  <Fn extends Cached, Selected = DataOf<Fn>>(
    key: KeyOrNone<CachedKey<Fn>>,
    options?: Options<DataOf<Fn>, Selected>,
  ): Result<Selected, Selected | undefined, DataOf<Fn>>
  /** A key and a fetcher, with options that always give data. */
  <Data, const K extends Key, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, K> | null,
    options: Options<Data, Selected> & AlwaysHasData<Data>,
  ): Result<Selected, Selected, Data>
  /** A key and a fetcher. */
  <Data, const K extends Key, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, K> | null,
    options?: Options<Data, Selected>,
  ): Result<Selected, Selected | undefined, Data>
  /** A key for the provider's fetcher, with options that always give data. */
  <Data = unknown, Selected = Data>(
    key: KeyOrNone<Key>,
    options: Options<Data, Selected> & AlwaysHasData<Data>,
  ): Result<Selected, Selected, Data>
  /** A key for the provider's fetcher. */
  <Data = unknown, Selected = Data>(
    key: KeyOrNone<Key>,
    options?: Options<Data, Selected>,
  ): Result<Selected, Selected | undefined, Data>
}
