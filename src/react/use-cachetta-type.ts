import type { Argument, Cached, CachedKey, Key, KeyOrNone, LiteralKey, NoKey, PassedKey } from './config/key.ts'
import type { AlwaysHasData, Fetcher, Options } from './config/options.ts'
import type { RegisteredError } from './config/register.ts'
import type { Result } from './result/result.ts'

type DataOf<Fn extends Cached> = Awaited<ReturnType<Fn>>

// The compiler shows the error of the last form if a call fits none of them. So the last form of each group takes every kind of
// argument, and only what is wrong does not fit it. Two rules keep the groups apart:
//
//   useCachetta('/user', fetchUser)         The types follow from the arguments. The other group does not fit, because `Data` has
//                                           its default `never` there.
//   useCachetta<User>('/user', fetchUser)   The types are given. The other group does not fit, because no type that is given is
//                                           `'inferred'` or a cached function. The compiler infers no type beside those that
//                                           are given, so the fetcher takes any key.

/** The fetcher of a hook whose types are given. */
export type FetcherOfAnyKey<Data> = Fetcher<NoInfer<Data>, PassedKey<LiteralKey>>

/** The options of a hook whose types are given. */
type GivenOptions<Data, Error, Selected> = Options<NoInfer<Data>, NoInfer<Selected>, NoInfer<Error>>

/** Any key, or a cached function that returns `Data` with its arguments. */
type KeyFor<Data> = Key | readonly [fn: Cached & ((...args: never[]) => Data | Promise<Data>), ...args: Argument[]]

/** A key as it has to be: after a cached function come its arguments, else each argument has a stable identity. */
type CheckedKey<K> = K extends NoKey
  ? K
  : K extends readonly [infer Fn extends Cached, ...unknown[]]
    ? CachedKey<Fn>
    : K extends () => infer Returned
      ? () => CheckedKey<Returned>
      : K extends LiteralKey
        ? K
        : KeyOrNone<Key>

/** The key that a fetcher gets: what a key function returns, and no falsy value. */
type FetchedKey<K> = K extends () => infer Returned ? FetchedKey<Returned> : Exclude<K, NoKey>

/** The data of the cached function in the key, else of the fetcher. */
type CheckedData<K, Data> = [FetchedKey<K>] extends [never]
  ? Data
  : [FetchedKey<K>] extends [readonly [infer Fn extends Cached, ...unknown[]]]
    ? DataOf<Fn>
    : Data

/** A fetcher as it has to be: for the key of the call, or for any key if the call has none. */
type CheckedFetcher<K, Data> = Fetcher<Data, PassedKey<[FetchedKey<K>] extends [never] ? LiteralKey : FetchedKey<K>>>

/** The forms of `useCachetta`: with a cached function in the key; with a key and a fetcher; with a key and the provider's fetcher. */
export interface UseCachetta {
  /** A key and a fetcher, with options that always give data. */
  <_Types extends 'inferred', Data, const K extends LiteralKey = LiteralKey, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, PassedKey<K>> | null | undefined,
    options: Options<NoInfer<Data>, Selected> & AlwaysHasData<NoInfer<Data>>,
  ): Result<Selected, Selected, Data>
  /** A key and a fetcher. */
  <_Types extends 'inferred', Data, const K extends LiteralKey = LiteralKey, Selected = Data>(
    key: KeyOrNone<K>,
    fetcher: Fetcher<Data, PassedKey<K>> | null | undefined,
    options?: Options<NoInfer<Data>, Selected>,
  ): Result<Selected, Selected | undefined, Data>
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
  /** A cached function without arguments as the key. */
  <Fn extends Cached & (() => unknown), Selected = DataOf<Fn>>(
    key: Fn,
    options?: Options<DataOf<Fn>, Selected>,
  ): Result<Selected, Selected | undefined, DataOf<Fn>>
  /** A key for the provider's fetcher, with options that always give data. */
  <_Types extends 'inferred', Data, Selected = Data>(
    key: KeyOrNone<Key>,
    options: Options<Data, Selected> & AlwaysHasData<Data>,
  ): Result<Selected, Selected, Data>
  /** A key for the provider's fetcher. */
  <_Types extends 'inferred', Data, Selected = Data>(
    key: KeyOrNone<Key>,
    options?: Options<Data, Selected>,
  ): Result<Selected, Selected | undefined, Data>

  /** Given types, a string as the key and a fetcher, with options that always give data. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<string>,
    fetcher: Fetcher<NoInfer<Data>, string>,
    options: GivenOptions<Data, Error, Selected> & AlwaysHasData<NoInfer<Data>>,
  ): Result<Selected, Selected, Data, Error>
  /** Given types, a key and a fetcher, with options that always give data. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<KeyFor<NoInfer<Data>>>,
    fetcher: FetcherOfAnyKey<Data> | null | undefined,
    options: GivenOptions<Data, Error, Selected> & AlwaysHasData<NoInfer<Data>>,
  ): Result<Selected, Selected, Data, Error>
  /** Given types and a key, with `suspense`. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<KeyFor<NoInfer<Data>>>,
    options: GivenOptions<Data, Error, Selected> & { readonly suspense: true },
  ): Result<Selected, Selected, Data, Error>
  /** Given types and a key, with `fallbackData`. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<KeyFor<NoInfer<Data>>>,
    options: GivenOptions<Data, Error, Selected> & { readonly fallbackData: NoInfer<Data> },
  ): Result<Selected, Selected, Data, Error>
  /** Given types, a string as the key and a fetcher. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<string>,
    fetcher: Fetcher<NoInfer<Data>, string>,
    options?: GivenOptions<Data, Error, Selected>,
  ): Result<Selected, Selected | undefined, Data, Error>
  /** Given types, with any arguments. */
  <Data = never, Error = RegisteredError, Selected = Data>(
    key: KeyOrNone<KeyFor<NoInfer<Data>>>,
    fetcherOrOptions?: FetcherOfAnyKey<Data> | GivenOptions<Data, Error, Selected> | null | undefined,
    options?: GivenOptions<Data, Error, Selected>,
  ): Result<Selected, Selected | undefined, Data, Error>

  /** Any arguments. */
  <_Types extends 'inferred', Data, const K = never, Selected = CheckedData<K, Data>>(
    key: CheckedKey<K>,
    fetcherOrOptions?: CheckedFetcher<K, Data> | Options<NoInfer<CheckedData<K, Data>>, Selected> | null | undefined,
    options?: Options<NoInfer<CheckedData<K, Data>>, Selected>,
  ): Result<Selected, Selected | undefined, CheckedData<K, Data>>
}
