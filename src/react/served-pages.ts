import type { Asked } from '../engine/asked.ts'
import type { Remembered } from '../engine/memory.ts'
import type { Known } from './pages-snapshot.ts'
import { pagesSnapshot } from './pages-snapshot.ts'
import type { PagesState, PagesWanted } from './pages-wanted.ts'
import { isFetching, servedTo } from './served-snapshot.ts'

/** A list as a server renders it, and as it is hydrated: see `servedSnapshot`. `chainBy` follows its keys by what is there. */
export function servedPages(wanted: PagesWanted, size: number, chainBy: (known: Known) => Asked[]): PagesState {
  const known = onceEach(wanted)
  const chain = chainBy(known)
  const isToBeFetched = chain.some((page) => known(page) === undefined && isFetching(page, wanted))
  const state = pagesSnapshot(chain, wanted, { before: undefined, isToBeFetched, known, size })
  const isLoading = isToBeFetched && state.data === undefined
  return { ...state, error: undefined, isLoading, isStale: false, isValidating: isToBeFetched }
}

/** A list waits for its first page alone. */
function onceEach(wanted: PagesWanted): Known {
  const answers = new Map<string, Remembered | undefined>()
  const later = { ...wanted, config: { ...wanted.config, suspense: false } }
  return (page) => {
    if (!answers.has(page.id)) {
      const known = servedTo(page, answers.size === 0 ? wanted : later)
      answers.set(page.id, known && { ...known, source: 'server' })
    }
    return answers.get(page.id)
  }
}
