import type { Given } from './given.ts'
import type { InfiniteOptions } from './infinite-options.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** What a render asks for of a list: the first page, by whose key the list is known, and how to come to the others. */
export interface PagesWanted extends Wanted {
  readonly getKey: (index: number, before: unknown) => unknown
  readonly fetcher: Given['fetcher']
  readonly infinite: InfiniteOptions
}

export interface PagesState extends State {
  readonly data: readonly unknown[] | undefined
  readonly size: number
}
