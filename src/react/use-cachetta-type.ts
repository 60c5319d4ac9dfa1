import type { Key, KeyOrNone } from './config/key.ts'
import type { Fetcher, Options } from './config/options.ts'
import type { Result } from './result/result.ts'

/** A function that a cache has wrapped, synchronous or not. */
export interface Cached {
  (...args: never[]): unknown
  lookup(...args: never[]): unknown
  invalidate(...args: never[]): unknown
}

/** A cached function and the arguments to call it with. */
export type CachedKey<Fn extends Cached> = readonly [fn: Fn, ...args: Parameters<Fn>]

type DataOf<Fn extends Cached> = Awaited<ReturnType<Fn>>

/** Options that leave no moment without data. */
type AlwaysHasData<Data> = { readonly suspense: true } | { readonly fallbackData: Data }

/** Forms of `useCachetta`: a cached function in the key; a key and its fetcher; a key alone, for a provider's fetcher. */
export interface UseCachetta {
  <Fn extends Cached, Selected = DataOf<Fn>>(
    key: KeyOrNone<CachedKey<Fn>>,
    options: Options<DataOf<Fn>, Selected> & AlwaysHasData<DataOf<Fn>>,
  ): Result<Selected, Selected, DataOf<Fn>>
  <Fn extends Cached, Selected = DataOf<Fn>>(
    key: KeyOrNone<CachedKey<Fn>>,
    options?: Options<DataOf<Fn>, Selected>,
  ): Result<Selected, Selected | undefined, DataOf<Fn>>
  <Data, const K extends Key, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, K> | null,
    options: Options<Data, Selected> & AlwaysHasData<Data>,
  ): Result<Selected, Selected, Data>
  <Data, const K extends Key, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, K> | null,
    options?: Options<Data, Selected>,
  ): Result<Selected, Selected | undefined, Data>
  <Data = unknown, Selected = Data>(
    key: KeyOrNone<Key>,
    options: Options<Data, Selected> & AlwaysHasData<Data>,
  ): Result<Selected, Selected, Data>
  <Data = unknown, Selected = Data>(
    key: KeyOrNone<Key>,
    options?: Options<Data, Selected>,
  ): Result<Selected, Selected | undefined, Data>
}
