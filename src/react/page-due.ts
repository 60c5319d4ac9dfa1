import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import type { InfiniteOptions } from './infinite-options.ts'
import type { Wanted } from './wanted.ts'

/** Why pages are fetched: shown for the first time, more of them, again, or because they are known to be outdated. */
export type Reason = 'begin' | 'more' | 'again' | 'outdated'

/** Which pages an explicit `mutate` fetches anew. */
export type Choice = (page: unknown, key: unknown) => boolean

interface Circumstances {
  readonly index: number
  readonly reason: Reason
  readonly choice: Choice | undefined
  readonly infinite: InfiniteOptions
}

/** A page that is missing always is; one that is there, when it is its turn. */
export function isToBeFetched(page: Wanted, known: Remembered | undefined, circumstances: Circumstances): boolean {
  const { index, reason, choice, infinite } = circumstances
  const { config } = page
  if (known === undefined) return reason !== 'begin' || config.revalidateOnMount !== false
  if (reason === 'outdated') return choice === undefined || choice(known.entry.value, page.key)
  if (known.isOutdated) return true
  if (reason === 'more' || (reason === 'begin' && config.revalidateIfStale === false)) return false
  const isItsTurn = infinite.revalidateAll || (index === 0 && infinite.revalidateFirstPage !== false)
  return isItsTurn === true && judge(known.entry, page.policy, page.face.engine.clock.now()) !== 'fresh'
}
