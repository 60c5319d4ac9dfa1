// The only place that judges the age of entries. The age counts from the older of two times: a copied file does not become fresh,
// and `touch -d` makes a file older. A time in the future makes the entry infinitely old. No duration covers that, not even
// Infinity.

import type { EntryHeader } from './entry.ts'

export type Freshness = 'fresh' | 'stale' | 'expired'

type EntryTimes = Pick<EntryHeader, 'storedAt' | 'datedAt'>

type JudgedEntry = EntryTimes & Pick<EntryHeader, 'duration' | 'staleDuration'>

/** Spans in milliseconds. */
interface FreshnessPolicy {
  /** An entry is fresh for this long. */
  readonly duration: number
  /** For this long after `duration`, it is stale: usable, but revalidated. */
  readonly staleDuration: number
}

/** Clocks differ and file systems round, so a time up to this many milliseconds in the future counts as now. */
export const clockTolerance = 60_000

/**
 * Judges an entry: fresh if `age < duration`, then stale for `staleDuration`, then expired. Spans in the entry take precedence
 * over those of the policy.
 */
export function freshnessOf(entry: JudgedEntry, policy: FreshnessPolicy, now: number): Freshness {
  const { duration = policy.duration, staleDuration = policy.staleDuration } = entry
  const age = ageOf(entry, now)
  if (age < duration) return 'fresh'
  return age < Math.max(duration, 0) + staleDuration ? 'stale' : 'expired'
}

/** Returns the age in milliseconds. It is never negative, and `Infinity` if a time is in the future or no number. */
export function ageOf(entry: EntryTimes, now: number): number {
  const { storedAt, datedAt = storedAt } = entry
  const newest = Math.max(storedAt, datedAt)
  if (!(newest - now <= clockTolerance)) return Number.POSITIVE_INFINITY // the negation includes NaN
  return Math.max(0, now - Math.min(storedAt, datedAt))
}
