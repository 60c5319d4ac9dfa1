import { wasSetWithin } from '../../engine/compute/request-fetch.ts'
import type { ChangeReason } from '../../engine/events/reasons.ts'
import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { freshnessNow } from '../../engine/request/policy.ts'
import type { FetchReason } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import { askHost } from '../observer/query.ts'
import type { ListWindow } from './list-window.ts'
import { isInWindow } from './list-window.ts'
import type { ListConfig } from './pages-query.ts'

/**
 * Why a list loads:
 * - `mount`: the component mounts, or its key changes
 * - `grow`: it gets more pages
 * - `revalidate`: the page gets the focus, or the network returns
 * - `poll`: the interval has passed
 * - `missing`: pages are missing or marked for a refetch
 * - `retry`: a page has failed
 * - `refetch`: a mutation asks for newer data
 */
export type LoadReason = 'mount' | 'grow' | 'revalidate' | 'poll' | 'missing' | 'retry' | 'refetch'

/** Chooses the pages that a mutation fetches again. */
export type PageFilter = (page: unknown, key: unknown) => boolean

/** One load of a list. */
export interface Load {
  readonly reason: LoadReason
  /** The same for the log, if it knows more. @default `reason` */
  readonly cause?: FetchReason | ChangeReason | undefined
  readonly filter?: PageFilter | undefined
  /** The window before the list grew. */
  readonly windowBefore?: ListWindow | undefined
  /** True if the component mounts. Otherwise its key has changed. */
  readonly isMounting?: boolean
  /** How often the list has failed in a row. */
  readonly retryCount?: number | undefined
  /** Answers that are younger than this are enough. @default the list's `dedupingInterval` */
  readonly maxAge?: number | undefined
  /** The pages that the store was asked for already. */
  readonly restored?: ReadonlySet<string>
}

/** A page of a list, and what memory has of it. */
export interface ListedPage {
  readonly page: HookQuery
  readonly index: number
  readonly isFirst: boolean
  readonly memoryEntry?: MemoryEntry | undefined
}

/** True if a load fetches this page. A page that is missing is fetched in any case; a page with data depends on the reason. */
export function shouldFetchPage(listed: ListedPage, load: Load): boolean {
  const { memoryEntry, page } = listed
  const onMount = load.reason === 'mount' && load.isMounting ? page.config.revalidateOnMount : undefined
  if (memoryEntry === undefined) return onMount ?? true
  if (onMount !== undefined) return onMount && !isRecent(page, memoryEntry)
  const { filter } = load
  if (load.reason === 'refetch') return filter === undefined || filter(memoryEntry.entry.value, page.key)
  return memoryEntry.needsRefetch || memoryEntry.isOutdated || shouldRevalidate(listed, memoryEntry, load)
}

function shouldRevalidate({ index, isFirst, page }: ListedPage, memoryEntry: MemoryEntry, load: Load): boolean {
  const { revalidateAll, revalidateFirstPage } = page.config as ListConfig // a page has the config of its list
  const isCovered = revalidateAll || (isFirst && revalidateFirstPage)
  const hasFailed = page.handle.engine.failures.has(page.id)
  switch (load.reason) {
    case 'retry':
      return hasFailed
    case 'grow':
      return !isInWindow(load.windowBefore, index) && isShownStale(page, memoryEntry)
    case 'mount':
      return isCovered && isShownStale(page, memoryEntry)
    case 'poll':
      return isCovered
    case 'revalidate':
      return hasFailed || (isCovered && isOutdated(page, memoryEntry))
    default:
      return false
  }
}

/** True if a page that comes on the screen is fetched, as the entry of `useCachetta` is on its mount. */
function isShownStale(page: HookQuery, memoryEntry: MemoryEntry): boolean {
  const { isOnline, revalidateIfStale } = page.config
  return !isRecent(page, memoryEntry) && revalidateIfStale && askHost(isOnline) && isOutdated(page, memoryEntry)
}

/** True if the page was preloaded, or fetched so recently that a mount does not fetch it again. */
function isRecent({ config, handle }: HookQuery, memoryEntry: MemoryEntry): boolean {
  return memoryEntry.isPreloaded === true || wasSetWithin(handle.engine, memoryEntry, config.dedupingInterval)
}

function isOutdated(page: HookQuery, { entry }: MemoryEntry): boolean {
  return freshnessNow(page.handle.engine, page, entry) !== 'fresh'
}
