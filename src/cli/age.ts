import type { EntryStat } from 'cachetta'

/** Clocks differ, so a time up to this many milliseconds in the future counts as now, as it does for a cache. */
const clockTolerance = 60_000

/** The age of an entry in milliseconds; `Infinity` if its time lies in the future, because no cache serves such an entry. */
export function ageOf({ storedAt, datedAt = storedAt }: EntryStat, now: number): number {
  if (Math.max(storedAt, datedAt) - now > clockTolerance) return Number.POSITIVE_INFINITY
  return Math.max(0, now - Math.min(storedAt, datedAt))
}

/**
 * True if the file itself says for how long the entry lives, and that time is over. The spans of most entries are options of the
 * cache, and are not in the file.
 */
export function isExpired(entry: EntryStat, now: number): boolean {
  const { duration, staleDuration = 0, staleIfError = 0 } = entry
  return duration !== undefined && ageOf(entry, now) >= duration + Math.max(staleDuration, staleIfError)
}
