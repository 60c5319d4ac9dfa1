import type { ActiveEntry } from 'cachetta'
import type { Target } from './keys.ts'

/** An entry in the list of the panel. */
export interface EntryRow {
  /** The name of the entry in the log, as `entryIdOf` makes it. */
  readonly id: string
  readonly path: string
  /** The canonical text of the key. */
  readonly keyText: string
  /** What the list shows: the text of the key, and the path in front of it if it is not that of the cache. */
  readonly label: string
  /** The file, or the name that the store uses. */
  readonly location: string
  /** Undefined if the text has no way back to a key. The panel can only show such an entry. */
  readonly target: Target | undefined
  /** What memory knows. Undefined for an entry that only the store has. */
  readonly active: ActiveEntry | undefined
  /** What the store knows. Undefined for an entry in memory only. */
  readonly stored: StoredFacts | undefined
}

export interface StoredFacts {
  /** In epoch milliseconds of this page. Undefined if the time of the entry lies in the future. */
  readonly storedAt: number | undefined
  /** Milliseconds for which the entry is fresh after `storedAt`. */
  readonly duration: number
  /** In bytes. */
  readonly size: number
  readonly tags: readonly string[]
}

export type EntryState = 'fetching' | 'error' | 'fresh' | 'stale' | 'expired' | 'memory' | 'empty'

/** What each state means, in one sentence. */
export const stateMeanings: Readonly<Record<EntryState, string>> = {
  fetching: 'A request for it runs',
  error: 'The last request failed',
  fresh: 'Hooks show it and do not fetch',
  stale: 'Hooks show it and fetch it again',
  expired: 'Too old to show',
  memory: 'The store does not have this data, so a reload loses it, and other tabs do not see it',
  empty: 'There is no data yet',
}

/** How long entries are fresh, and how long they may be shown after that, in milliseconds. Undefined: nobody has set it. */
export interface Freshness {
  readonly duration: number | undefined
  readonly staleDuration: number | undefined
}

const DAY_MS = 86_400_000
/** The `duration` of a cache without that option. Hooks take it for none, and revalidate. */
const DEFAULT_DURATION = 7 * DAY_MS

/** Returns the state of an entry by its age alone, as a hook sees it. */
export function ageState({ active, stored }: EntryRow, freshness: Freshness, now: number): EntryState {
  if (isInMemoryOnly({ active })) return 'memory'
  if (stored === undefined) return active?.source ? 'memory' : 'empty'
  if (stored.storedAt === undefined) return 'expired'
  const age = now - stored.storedAt
  const own = stored.duration === DEFAULT_DURATION ? 0 : stored.duration
  const duration = freshness.duration ?? own
  if (age < duration) return 'fresh'
  return age < duration + (freshness.staleDuration ?? DEFAULT_DURATION) ? 'stale' : 'expired'
}

/** True if hooks show a value that is not stored. The store may have another one. */
export function isInMemoryOnly({ active }: Pick<EntryRow, 'active'>): boolean {
  return active?.isInMemoryOnly === true && active.source !== null
}

/** When the shown value was stored, in epoch milliseconds. */
export function storedAtOf({ active, stored }: EntryRow): number | undefined {
  return stored && !isInMemoryOnly({ active }) ? stored.storedAt : (active?.storedAt ?? undefined)
}
