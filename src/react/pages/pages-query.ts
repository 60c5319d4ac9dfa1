import type { HookArguments } from '../config/arguments.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from '../result/snapshot.ts'
import type { InfiniteOptions } from './infinite-options.ts'

/** What a render asks for of a list: the first page, by whose key the list is known, and how to come to the others. */
export interface PagesQuery extends HookQuery {
  readonly getKey: (index: number, before: unknown) => unknown
  readonly fetcher: HookArguments['fetcher']
  readonly infinite: InfiniteOptions
}

export interface PagesSnapshot extends Snapshot {
  readonly data: readonly unknown[] | undefined
  readonly size: number
}
