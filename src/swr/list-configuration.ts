import type { FullConfiguration, SWRConfiguration, SWRResponse } from './configuration.ts'
import type { Arguments, BareFetcher, FetcherResponse, Loose } from './key.ts'
import type { MutatorCallback, MutatorOptions } from './mutator.ts'

/** Returns the key of a page. Gets its index and the page before, `null` for the first page and with `parallel`. */
export type SWRInfiniteKeyLoader<Data = Loose, Args extends Arguments = Arguments> = (
  index: number,
  previousPageData: Data | null,
) => Args

/** Gets one page. */
export type SWRInfiniteFetcher<Data = Loose, KeyLoader extends SWRInfiniteKeyLoader = SWRInfiniteKeyLoader> = (
  arg: Exclude<ReturnType<KeyLoader>, null | undefined | false>,
) => FetcherResponse<Data>

/** The options that only a list has. */
export interface ListOptions {
  /** The number of pages at first. @default 1 */
  initialSize?: number | undefined
  /** Fetches all pages whenever the list is fetched. @default false */
  revalidateAll?: boolean | undefined
  /** Keeps the number of pages when the key changes. @default false */
  persistSize?: boolean | undefined
  /** Fetches the first page whenever the list is fetched. @default true */
  revalidateFirstPage?: boolean | undefined
  /** Fetches the pages side by side. @default false */
  parallel?: boolean | undefined
}

/** Returns `true` if two lists, or two pages, look the same. */
export interface SWRInfiniteCompareFn<Data = Loose> {
  /** Compares pages. */
  (a: Data | undefined, b: Data | undefined): boolean
  /** Compares lists. */
  (a: Data[] | undefined, b: Data[] | undefined): boolean
}

/** The options of `useSWRInfinite`. */
export type SWRInfiniteConfiguration<
  Data = Loose,
  Error = Loose,
  Fn extends BareFetcher<Data> = BareFetcher<Data>,
> = Omit<SWRConfiguration<Data[], Error>, 'compare' | 'fetcher'> &
  ListOptions & {
    fetcher?: Fn | undefined
    /** Compares lists, and pages. */
    compare?: SWRInfiniteCompareFn<Data> | undefined
  }

/** The options of one render of a list. */
export type ListConfig = FullConfiguration & ListOptions

/** `mutate` of a list. */
export type SWRInfiniteKeyedMutator<Data> = <MutationData = Data>(
  data?: Data | Promise<Data | undefined> | MutatorCallback<Data>,
  opts?: boolean | SWRInfiniteMutatorOptions<Data, MutationData>,
) => Promise<Data | MutationData | undefined>

/** How `mutate` of a list changes it. */
export interface SWRInfiniteMutatorOptions<Data = Loose, MutationData = Data>
  extends Omit<MutatorOptions<Data, MutationData>, 'revalidate'> {
  /** Fetches the list afterwards. A function decides for each page, by its data and its key. @default true */
  revalidate?: boolean | ((data: Data extends unknown[] ? Data[number] : never, key: Arguments) => boolean) | undefined
}

/** The result of `useSWRInfinite`. `data` is the list of pages. */
export interface SWRInfiniteResponse<Data = Loose, Error = Loose> extends Omit<SWRResponse<Data[], Error>, 'mutate'> {
  /** The number of pages that the list asks for. */
  size: number
  /** Changes the number of pages. Fetches those that are missing, and the first. Resolves with the pages. */
  setSize: (size: number | ((size: number) => number)) => Promise<Data[] | undefined>
  /** Changes or fetches the list. */
  mutate: SWRInfiniteKeyedMutator<Data[]>
}

/** The forms of `useSWRInfinite`. */
export interface SWRInfiniteHook {
  /** With a fetcher. */
  <
    Data = Loose,
    Error = Loose,
    KeyLoader extends SWRInfiniteKeyLoader = (
      index: number,
      previousPageData: Data | null,
    ) => readonly [Loose, ...unknown[]] | null | undefined | false,
  >(
    getKey: KeyLoader,
    fetcher: SWRInfiniteFetcher<Data, KeyLoader> | null,
    config?: SWRInfiniteConfiguration<Data, Error>,
  ): SWRInfiniteResponse<Data, Error>
  /** With a fetcher for any key. */
  <Data = Loose, Error = Loose>(
    getKey: SWRInfiniteKeyLoader,
    fetcher: BareFetcher<Data> | null,
    config?: SWRInfiniteConfiguration<Data, Error>,
  ): SWRInfiniteResponse<Data, Error>
  /** With the fetcher of the configuration. */
  <Data = Loose, Error = Loose>(
    getKey: SWRInfiniteKeyLoader,
    config?: SWRInfiniteConfiguration<Data, Error>,
  ): SWRInfiniteResponse<Data, Error>
}
