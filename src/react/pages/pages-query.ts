import type { Schema } from '../../engine/request/schema.ts'
import type { Config } from '../config/config.ts'
import type { Key, NoKey } from '../config/key.ts'
import type { AnyFetcher, Options } from '../config/options.ts'
import type { RegisteredError } from '../config/register.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from '../result/snapshot.ts'

/**
 * Returns the key of a page, or a falsy value to end the list. `index` counts from 0. `previous` is the page before, `null` for
 * the first page, and for every page with `parallel`.
 */
export type GetKey<Page, K> = (index: number, previous: Page | null) => K | NoKey

/** The options that only a list has. */
interface ListOptions<Page> {
  /** The number of pages of a list whose size nobody has set. @default 1 */
  readonly initialSize?: number | undefined
  /** Revalidates all pages, not only the first. @default false */
  readonly revalidateAll?: boolean | undefined
  /** Revalidates the first page with the list. @default true */
  readonly revalidateFirstPage?: boolean | undefined
  /** Keeps the number of pages when the key of the first page changes. @default false */
  readonly persistSize?: boolean | undefined
  /** Fetches all pages at once. `getKey` and `getPreviousKey` get `null` in place of a page. @default false */
  readonly parallel?: boolean | undefined
  /**
   * Returns the key of the page before the first, or a falsy value if there is none. `index` is -1 for the page before the one
   * with index 0. `next` is the page after it, `null` with `parallel`. @default there are no pages before the first
   */
  getPreviousKey?(index: number, next: Page | null): Key | NoKey
  /** Shows at most this many pages. A page that is added at one end replaces one at the other end. @default Infinity */
  readonly maxPages?: number | undefined
}

/** The options of a list. `data` in the options of `useCachetta` means the list of pages here, except in `condition` and `schema`. */
export interface InfiniteOptions<Page = unknown, Error = RegisteredError>
  extends Omit<Options<Page[], Page[], Error>, 'condition' | 'schema'>,
    ListOptions<Page> {
  /** Stores only the pages that pass. @default the cache's condition */
  condition?(page: Page): boolean | Promise<boolean>
  /** Each page from the store must match it, else the page counts as missing. @default the cache's schema */
  readonly schema?: Schema<Page> | undefined
}

type ListOptionWithDefault = Exclude<keyof ListOptions<unknown>, 'getPreviousKey'>

export type ListConfig = Config & {
  readonly [Name in ListOptionWithDefault]-?: NonNullable<ListOptions<unknown>[Name]>
} & Pick<ListOptions<unknown>, 'getPreviousKey'>

/** What one render of a list asks for: the query of the page with index 0, whose key names the list, and how to find the others. */
export interface PagesQuery extends HookQuery {
  readonly config: ListConfig
  readonly getKey: (index: number, previous: unknown) => unknown
  readonly fetcher: AnyFetcher
}

export interface PagesSnapshot extends Snapshot {
  readonly data: readonly unknown[] | undefined
  readonly size: number
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}
