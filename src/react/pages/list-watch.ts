import type { RequestWatch, Supply } from '../../engine/slot/listen.ts'
import { createRequestWatch, readSupply } from '../../engine/slot/listen.ts'
import type { HookQuery } from '../observer/query.ts'
import type { PageList } from './page-list.ts'
import type { PagesQuery } from './pages-query.ts'
import type { Load } from './should-fetch-page.ts'

/** What the watch of a list needs of it. */
interface WatchedList {
  readonly query: PagesQuery
  readonly isReady: boolean
  listPages(): PageList
  load(load: Load): unknown
}

export interface ListWatch extends RequestWatch {
  /** True if a request brings a page of this list that has no data, or is about to be asked for. */
  willFetch(list: PageList): boolean
  /** Call it when a load begins. Before the first load that fetches missing pages, the list does without them. */
  noteLoad(load: Load): void
}

const BY_NEED: readonly Supply[] = ['missing', 'paused', 'coming']

/**
 * Keeps the promise of `createRequestWatch` for each page of a list that has no data. `willVisit`: a load that runs will come to
 * this page.
 */
export function createListWatch(list: WatchedList, willVisit: (page: HookQuery) => boolean): ListWatch {
  const { engine } = list.query.handle
  let needsData = false
  const readPage = (page: HookQuery): Supply => {
    if (engine.slots.get(page.id)?.isCleared) return 'served'
    const supply = readSupply(engine, page)
    return supply === 'missing' && willVisit(page) ? 'coming' : supply
  }
  const getSupply = (pages = list.listPages().pages): Supply => {
    if (!list.isReady || !needsData || !list.query.run) return 'served'
    const supplies = new Set(pages.map(readPage))
    return BY_NEED.find((supply) => supplies.has(supply)) ?? 'served'
  }
  return {
    willFetch({ pages }) {
      const supply = getSupply(pages)
      return supply === 'missing' || supply === 'coming'
    },
    ...createRequestWatch(engine, getSupply, () => list.load({ reason: 'missing', cause: 'nothing to show' })),
    noteLoad({ isMounting, reason }) {
      needsData ||= reason !== 'mount' || !isMounting || list.query.config.revalidateOnMount !== false
    },
  }
}
