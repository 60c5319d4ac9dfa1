import type { AnyResult, Render, ResultState } from '../result/result.ts'
import { createResult } from '../result/result.ts'
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
  const snapshot = observer ? render.snapshot : { ...empty, ...render.snapshot }
  return createResult(state, observer, { ...render, snapshot }) as AnyResult & typeof empty // the observer of a list has them, too
}
