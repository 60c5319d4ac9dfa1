import type { Key, NoKey } from '../config/key.ts'
import type { Options } from '../config/options.ts'

/** The key of a page: from its number, from 0, and the page before (`null` for the first, and for all with `parallel`). */
export type GetKey<Page, K extends Key> = (index: number, before: Page | null) => K | NoKey

/** How a list of pages shows and fetches; `data` in the options of `useCachetta` stands for a page in `condition` alone. */
export interface InfiniteOptions<Page = unknown> extends Omit<Options<readonly Page[], readonly Page[]>, 'condition'> {
  /** Store only the pages that pass. */
  condition?(page: Page): boolean | Promise<boolean>
  /** How many pages there are at first. @default 1 */
  readonly initialSize?: number | undefined
  /** Fetch every page again, not the first alone. @default false */
  readonly revalidateAll?: boolean | undefined
  /** Fetch the first page again when the list is revalidated. @default true */
  readonly revalidateFirstPage?: boolean | undefined
  /** Keep the size when the key of the first page changes. @default false */
  readonly persistSize?: boolean | undefined
  /** Fetch all pages at once, each without the page before. @default false */
  readonly parallel?: boolean | undefined
}
