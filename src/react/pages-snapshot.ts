import type { Remembered } from '../engine/memory.ts'
import type { PagesState } from './pages-wanted.ts'
import { fallbackFor, snapshotOf } from './snapshot.ts'
import type { Wanted } from './wanted.ts'

/** What is there of a page, for whoever asks. */
export type Known = (page: Wanted) => Remembered | undefined

interface Circumstances {
  /** Is a fetch about to follow? */
  readonly isToBeFetched: boolean
  readonly size: number
  readonly before: PagesState | undefined
  readonly known: Known
}

/** What there is to show of a list: its pages up to the first that is missing, as old as the oldest of them. */
export function pagesSnapshot(chain: readonly Wanted[], circumstances: Circumstances): PagesState {
  const { before, isToBeFetched, known, size } = circumstances
  const states = chain.map((page) => snapshotOf(page, known(page), false))
  const isKnown = states.map(({ updatedAt }) => updatedAt !== undefined)
  const there = states.slice(0, isKnown.includes(false) ? isKnown.indexOf(false) : states.length)
  const [first] = there
  const [page] = chain
  const data = first
    ? sameList(
        before?.data,
        there.map((each) => each.data),
      )
    : page && fallbackFor(page)
  const isValidating = isToBeFetched || states.some((each) => each.isValidating)
  return {
    data: data as PagesState['data'], // a placeholder for a list is a list
    error: states.find((each) => each.error !== undefined)?.error,
    isLoading: isValidating && data === undefined,
    isValidating,
    isStale: there.some((each) => each.isStale),
    updatedAt: first && Math.min(...there.map((each) => each.updatedAt ?? 0)),
    source: first?.source ?? (data === undefined ? undefined : 'fallback'),
    size,
  }
}

/** The list as it was where every page is. */
function sameList(before: readonly unknown[] | undefined, after: readonly unknown[]): readonly unknown[] {
  const isSame = before?.length === after.length && after.every((page, index) => Object.is(page, before[index]))
  return isSame ? before : after
}
