import type { Remembered } from '../engine/memory.ts'
import type { Known } from './pages-snapshot.ts'
import { pagesSnapshot } from './pages-snapshot.ts'
import type { PagesState } from './pages-wanted.ts'
import { isFetching, servedTo } from './served-snapshot.ts'
import type { Wanted } from './wanted.ts'

/** A list as a server renders it, and as it is hydrated: see `servedSnapshot`. `chainBy` follows its keys by what is there. */
export function servedPages(size: number, chainBy: (known: Known) => Wanted[]): PagesState {
  const known = onceEach()
  const chain = chainBy(known)
  const isToBeFetched = chain.some((page) => known(page) === undefined && isFetching(page))
  const state = pagesSnapshot(chain, { before: undefined, isToBeFetched, known, size })
  const isLoading = isToBeFetched && state.data === undefined
  return { ...state, error: undefined, isLoading, isStale: false, isValidating: isToBeFetched }
}

/** A list waits for its first page alone. */
function onceEach(): Known {
  const answers = new Map<string, Remembered | undefined>()
  return (page) => {
    if (!answers.has(page.id)) {
      const isLater = answers.size > 0
      const known = servedTo(isLater ? { ...page, config: { ...page.config, suspense: false } } : page)
      answers.set(page.id, known && { ...known, source: 'server' })
    }
    return answers.get(page.id)
  }
}
