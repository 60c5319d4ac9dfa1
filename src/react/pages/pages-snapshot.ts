import type { MemoryEntry } from '../../engine/memory/memory.ts'
import type { HookQuery } from '../observer/query.ts'
import { peekServer, willFetchInBrowser } from '../result/server-snapshot.ts'
import { createSnapshot, fallbackFor } from '../result/snapshot.ts'
import type { PagesSnapshot } from './pages-query.ts'

/** What is there of a page, for whoever asks. */
export type PeekPage = (page: HookQuery) => MemoryEntry | undefined

interface Circumstances {
  /** Is a fetch about to follow? */
  readonly isToBeFetched: boolean
  readonly size: number
  readonly before: PagesSnapshot | undefined
  readonly known: PeekPage
}

/** What there is to show of a list: its pages up to the first that is missing, as old as the oldest of them. */
export function createPagesSnapshot(chain: readonly HookQuery[], circumstances: Circumstances): PagesSnapshot {
  const { before, isToBeFetched, known, size } = circumstances
  const states = chain.map((page) => createSnapshot(page, known(page), false))
  const isKnown = states.map(({ updatedAt }) => updatedAt !== undefined)
  const there = states.slice(0, isKnown.includes(false) ? isKnown.indexOf(false) : states.length)
  const [first] = there
  const [page] = chain
  const data = first
    ? keepSameList(
        before?.data,
        there.map((each) => each.data),
      )
    : page && fallbackFor(page)
  const isValidating = isToBeFetched || states.some((each) => each.isValidating)
  return {
    data: data as PagesSnapshot['data'], // a placeholder for a list is a list
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
function keepSameList(before: readonly unknown[] | undefined, after: readonly unknown[]): readonly unknown[] {
  const isSame = before?.length === after.length && after.every((page, index) => Object.is(page, before[index]))
  return isSame ? before : after
}

/** A list as a server renders it, and as it is hydrated: see `servedSnapshot`. `chainBy` follows its keys by what is there. */
export function createPagesServerSnapshot(size: number, chainBy: (known: PeekPage) => HookQuery[]): PagesSnapshot {
  const known = createPeekOnce()
  const chain = chainBy(known)
  const isToBeFetched = chain.some((page) => known(page) === undefined && willFetchInBrowser(page))
  const state = createPagesSnapshot(chain, { before: undefined, isToBeFetched, known, size })
  const isLoading = isToBeFetched && state.data === undefined
  return { ...state, error: undefined, isLoading, isStale: false, isValidating: isToBeFetched }
}

/** A list waits for its first page alone. */
function createPeekOnce(): PeekPage {
  const answers = new Map<string, MemoryEntry | undefined>()
  return (page) => {
    if (!answers.has(page.id)) {
      const isLater = answers.size > 0
      const known = peekServer(isLater ? { ...page, config: { ...page.config, suspense: false } } : page)
      answers.set(page.id, known && { ...known, source: 'server' })
    }
    return answers.get(page.id)
  }
}
