import type { AnyResult, Render, ResultState } from '../result/result.ts'
import { createResult } from '../result/result.ts'
import type { Snapshot } from '../result/snapshot.ts'
import type { PagesObserver } from './pages-observer.ts'
import type { PagesSnapshot } from './pages-query.ts'

/** The fields of a result that only a list has. */
type ListField = 'size' | 'hasNext' | 'hasPrevious'

/** Makes the result of a list: the fields of every result, and those of a list, which are tracked, too. */
export function createPagesResult(
  state: ResultState,
  observer: PagesObserver | undefined,
  render: Render,
  initialSize: number,
): AnyResult & Pick<PagesSnapshot, ListField> {
  const empty: Pick<PagesSnapshot, ListField> = { size: initialSize, hasNext: false, hasPrevious: false }
  const snapshot = observer ? (render.snapshot as PagesSnapshot) : empty // the observer of a list takes such snapshots
  const track = <Field extends ListField>(field: Field): (typeof empty)[Field] => {
    state.trackedFields.add(field as unknown as keyof Snapshot) // a snapshot of a list has it
    return snapshot[field]
  }
  const own = {
    get size() {
      return track('size')
    },
    get hasNext() {
      return track('hasNext')
    },
    get hasPrevious() {
      return track('hasPrevious')
    },
  }
  // Copied as getters, because reading a field of the result tracks it.
  return Object.defineProperties(
    own,
    Object.getOwnPropertyDescriptors(createResult(state, observer, render)),
  ) as AnyResult & typeof own
}
