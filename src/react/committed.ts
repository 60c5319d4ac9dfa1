import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/** What a component has shown: the render that React committed last, and what was read of it. */
export interface Committed {
  /** The fields that the component has read, ever. */
  readonly seen: Set<keyof State>
  latest(): Wanted
  /** What the component showed last as data. */
  shown(): Shown | undefined
}

export interface Shown {
  /** Of which entry. */
  readonly id: string | undefined
  readonly data: unknown
}
