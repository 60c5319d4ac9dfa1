import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import type { Freshness } from '../../entry/freshness.ts'
import { freshnessOf } from '../../entry/freshness.ts'

/** How one cache wants its entries judged and kept; spans in milliseconds. */
export interface Policy {
  readonly read: boolean
  readonly write: boolean
  readonly lock: boolean
  /** False: in memory only, for what must not touch a disk. @default true */
  readonly persist?: boolean | undefined
  readonly duration: number
  readonly staleDuration: number
  readonly staleIfError: number
  readonly version: string | number | undefined
  readonly types: AllowedTypes
}

/** What is shown and nobody gave spans for: old data for a week, and always revalidated. */
export const HOOK_FRESHNESS: Pick<Policy, 'duration' | 'staleDuration'> = { duration: 0, staleDuration: 604_800_000 }

/** An entry written under another `version` option has another shape: for this policy it is not there at all. */
export function matchesVersion<Header extends EntryHeader>(
  entry: Header | null | undefined,
  policy: Policy,
): entry is Header {
  return entry != null && entry.version === policy.version
}

export function judge(entry: EntryHeader | null | undefined, policy: Policy, now: number): Freshness | 'missing' {
  return matchesVersion(entry, policy) ? freshnessOf(entry, policy, now) : 'missing'
}

/** May the value answer for a function that failed? Old it is, unless someone wrote a new one while the function ran. */
export function canServeOnError(entry: Entry | null, policy: Policy, now: number): entry is Entry {
  if (policy.staleIfError <= 0) return false
  const freshness = judge(entry, { ...policy, staleDuration: policy.staleIfError }, now)
  return freshness === 'stale' || freshness === 'fresh'
}

/** Past this age nothing of the policy can use an entry any more. */
export function maxUsableAge(policy: Policy): number {
  return Math.max(policy.duration, 0) + Math.max(policy.staleDuration, policy.staleIfError)
}
