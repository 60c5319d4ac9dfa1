import type { Schema } from '../../engine/request/schema.ts'
import type { Config } from '../config/config.ts'
import type { Key, NoKey } from '../config/key.ts'
import type { AnyFetcher, Options } from '../config/options.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from '../result/snapshot.ts'

/**
 * Returns the key of a page, or a falsy value to end the list. `index` counts from 0. `previous` is the page before, `null` for
 * the first page, and for every page with `parallel`.
 */
export type GetKey<Page, K extends Key> = (index: number, previous: Page | null) => K | NoKey

/** The options that only a list has. */
interface ListOptions {
  /** The number of pages at first. @default 1 */
  readonly initialSize?: number | undefined
  /** Revalidates all pages, not only the first. @default false */
  readonly revalidateAll?: boolean | undefined
  /** Revalidates the first page with the list. @default true */
  readonly revalidateFirstPage?: boolean | undefined
  /** Keeps the number of pages when the key of the first page changes. @default false */
  readonly persistSize?: boolean | undefined
  /** Fetches all pages at once. `getKey` does not get the page before. @default false */
  readonly parallel?: boolean | undefined
}

/** The options of a list. `data` in the options of `useCachetta` means the list of pages here, except in `condition` and `schema`. */
export interface InfiniteOptions<Page = unknown>
  extends Omit<Options<readonly Page[], readonly Page[]>, 'condition' | 'schema'>,
    ListOptions {
  /** Stores only the pages that pass. @default the cache's condition */
  condition?(page: Page): boolean | Promise<boolean>
  /** Each page from the store must match it, else the page counts as missing. @default the cache's schema */
  readonly schema?: Schema<Page> | undefined
}

export type ListConfig = Config & { readonly [Name in keyof ListOptions]-?: NonNullable<ListOptions[Name]> }

/** What one render of a list asks for: the query of the first page, whose key names the list, and how to find the others. */
export interface PagesQuery extends HookQuery {
  readonly config: ListConfig
  readonly getKey: (index: number, previous: unknown) => unknown
  readonly fetcher: AnyFetcher
}

export interface PagesSnapshot extends Snapshot {
  readonly data: readonly unknown[] | undefined
  readonly size: number
}
