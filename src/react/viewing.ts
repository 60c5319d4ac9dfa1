import type { Asked } from '../engine/asked.ts'
import type { State } from './state.ts'
import type { Watched } from './triggers.ts'
import type { Wanted } from './wanted.ts'

/** What a hook looks at: one entry, or a list of pages. */
export interface Viewing extends Watched {
  readonly subscribe: (onChange: () => void) => () => void
  /** The same object until a field changes that the component reads. */
  readonly look: () => State
  /** As the server rendered it. */
  readonly lookAtServer: () => State
  /** Listens, shows what the store has, and fetches where that is due. Returns how to stop. */
  readonly start: () => () => void
  /** For a render that comes back to it after another key: what is wanted now. */
  renew?(asked: Asked, wanted: Wanted): void
  /** Settles when there is something to show. */
  wait(): Promise<unknown>
  mutate(given: readonly unknown[]): Promise<unknown>
}
