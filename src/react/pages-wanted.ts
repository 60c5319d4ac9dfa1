import type { Committed } from './committed.ts'
import type { InfiniteOptions } from './infinite-options.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** What a render asks for of a list. */
export interface PagesWanted extends Wanted {
  readonly getKey: (index: number, before: unknown) => unknown
  readonly infinite: InfiniteOptions
}

export interface PagesState extends State {
  readonly data: readonly unknown[] | undefined
  readonly size: number
}

export interface PagesCommitted extends Committed {
  latest(): PagesWanted
}
