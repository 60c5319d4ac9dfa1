import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { freshnessNow } from '../../engine/request/policy.ts'
import type { HookQuery } from '../observer/query.ts'
import type { ListConfig } from './pages-query.ts'

/** Why a list loads: the hook mounts, the list grows, the list is revalidated, or a mutation asks for newer data. */
export type LoadReason = 'mount' | 'grow' | 'revalidate' | 'refetch'

/** Chooses the pages that a mutation fetches again. */
export type PageFilter = (page: unknown, key: unknown) => boolean

/** One load of a list. */
export interface Load {
  readonly reason: LoadReason
  readonly filter?: PageFilter | undefined
}

/** True if a load fetches this page. A page that is missing is fetched in any case; a page with data depends on the reason. */
export function shouldFetchPage(
  page: HookQuery,
  index: number,
  memoryEntry: MemoryEntry | undefined,
  { filter, reason }: Load,
): boolean {
  const config = page.config as ListConfig // a page has the config of its list
  if (memoryEntry === undefined) return reason !== 'mount' || config.revalidateOnMount !== false
  if (reason === 'refetch') return filter === undefined || filter(memoryEntry.entry.value, page.key)
  if (memoryEntry.needsRefetch) return true
  if (reason === 'grow' || (reason === 'mount' && !config.revalidateIfStale)) return false
  const isRevalidated = config.revalidateAll || (index === 0 && config.revalidateFirstPage)
  return isRevalidated && freshnessNow(page.handle.engine, page, memoryEntry.entry) !== 'fresh'
}
