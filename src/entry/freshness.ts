// The only place that judges age. An entry is as old as the older of its two instants says, so that copying a file
// makes nothing fresh and `touch -d` ages it. An instant that cannot be believed makes the entry infinitely old, which
// no duration covers, not even Infinity.

import type { EntryHeader } from './entry.ts'

export type Freshness = 'fresh' | 'stale' | 'expired'

export type EntryInstants = Pick<EntryHeader, 'storedAt' | 'datedAt'>

export interface FreshnessPolicy {
  /** Milliseconds for which an entry is fresh. */
  readonly duration: number
  /** Milliseconds past `duration` for which it is stale: shown, and revalidated. */
  readonly staleDuration: number
}

/** Clocks differ and mtimes round: an instant this far ahead, in milliseconds, still counts as now. */
const believableLead = 60_000

/** Says whether an entry is fresh (`age < duration`), stale (for `staleDuration` past it) or expired. */
export function freshnessOf(entry: EntryInstants, policy: FreshnessPolicy, now: number): Freshness {
  const age = ageOf(entry, now)
  if (age < policy.duration) return 'fresh'
  return isWithin(age, policy.duration, policy.staleDuration) ? 'stale' : 'expired'
}

/** Milliseconds since the older instant, never negative; `Infinity` where an instant is not to be believed. */
export function ageOf(entry: EntryInstants, now: number): number {
  const { storedAt, datedAt = storedAt } = entry
  const newest = Math.max(storedAt, datedAt)
  if (!(newest - now <= believableLead)) return Number.POSITIVE_INFINITY
  return Math.max(0, now - Math.min(storedAt, datedAt))
}

/** True up to `longer` milliseconds past `duration`: what `staleDuration` and `staleIfError` ask. */
export function isWithin(age: number, duration: number, longer: number): boolean {
  return age < Math.max(duration, 0) + longer
}
