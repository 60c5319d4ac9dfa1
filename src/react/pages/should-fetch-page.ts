import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { judge } from '../../engine/request/policy.ts'
import type { HookQuery } from '../observer/query.ts'
import type { InfiniteOptions } from './infinite-options.ts'

/** Why pages are fetched: shown for the first time, more of them, again, or because they are known to be outdated. */
export type LoadReason = 'begin' | 'more' | 'again' | 'outdated'

/** Which pages an explicit `mutate` fetches anew. */
export type PageFilter = (page: unknown, key: unknown) => boolean

interface Circumstances {
  readonly index: number
  readonly reason: LoadReason
  readonly choice: PageFilter | undefined
  readonly infinite: InfiniteOptions
}

/** A page that is missing always is; one that is there, when it is its turn. */
export function shouldFetchPage(
  page: HookQuery,
  known: MemoryEntry | undefined,
  circumstances: Circumstances,
): boolean {
  const { index, reason, choice, infinite } = circumstances
  const { config } = page
  if (known === undefined) return reason !== 'begin' || config.revalidateOnMount !== false
  if (reason === 'outdated') return choice === undefined || choice(known.entry.value, page.key)
  if (known.needsRefetch) return true
  if (reason === 'more' || (reason === 'begin' && config.revalidateIfStale === false)) return false
  const isItsTurn = infinite.revalidateAll || (index === 0 && infinite.revalidateFirstPage !== false)
  return isItsTurn === true && judge(known.entry, page.policy, page.handle.engine.clock.now()) !== 'fresh'
}
