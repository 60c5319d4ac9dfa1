import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader, EntrySpans } from '../../entry/entry.ts'
import type { Freshness } from '../../entry/freshness.ts'
import { freshnessOf } from '../../entry/freshness.ts'
import type { Store } from '../../store/store.ts'
import type { Clock } from '../clock.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { TroubleTable } from '../trouble.ts'
import type { Schema } from './schema.ts'

/** How one cache judges and keeps its entries. Spans in milliseconds. */
export interface Policy {
  readonly read: boolean
  readonly write: boolean
  /** How long to wait for a computation of another process, in milliseconds; `true` leaves that to the store. */
  readonly lock: boolean | number
  /** A longer computation fails. Undefined: it may take any time. */
  readonly timeout?: number | undefined
  /** Takes work that may go on after the response. */
  readonly keepAlive?: KeepAlive | undefined
  /** `false`: in memory only, never in the store. @default true */
  readonly persist?: boolean | undefined
  readonly duration: number
  readonly staleDuration: number
  readonly staleIfError: number
  readonly version?: string | number | undefined
  readonly types: AllowedTypes
  /** What the store gives must match it. Undefined: every value does. */
  readonly schema?: Schema | undefined
}

/** Keeps a process running until the work is done, and what it leaves behind. */
export type KeepAlive = (engine: KeptEngine, work: Promise<unknown>) => void

/** What a process has to end before it may be frozen. */
export interface KeptEngine extends TroubleTable {
  readonly store: Pick<Store, 'flush'>
  unawaited?: Set<unknown>
}

/** The spans of hooks if nobody gave any: show data of the last seven days, and revalidate it on every mount. */
export const HOOK_FRESHNESS: Pick<Policy, 'duration' | 'staleDuration'> = { duration: 0, staleDuration: 604_800_000 }

/** An entry written under another `version` has another shape. Under this policy it counts as missing. */
export function matchesVersion<Header extends EntryHeader>(
  entry: Header | null | undefined,
  policy: Policy,
): entry is Header {
  return entry != null && entry.version === policy.version
}

/**
 * Returns the entry, unless a request without a schema read it from the store. Such an entry may have the shape of an older version
 * of the application, so a request with a schema reads the store itself.
 */
export function trustChecked({ schema }: Policy, memoryEntry: MemoryEntry | undefined): MemoryEntry | undefined {
  return schema && memoryEntry?.source === 'store' && !memoryEntry.isChecked ? undefined : memoryEntry
}

/** Judges an entry at this moment by the policy of the request. */
export function freshnessNow(
  { clock }: { readonly clock: Clock },
  { policy }: { readonly policy: Policy },
  entry: EntryHeader | null | undefined,
): Freshness | 'missing' {
  return matchesVersion(entry, policy) ? freshnessOf(entry, policy, clock.now()) : 'missing'
}

/** True if the entry is fresh or stale: a call returns it, a hook shows it. */
export function isUsable(
  engine: { readonly clock: Clock },
  request: { readonly policy: Policy },
  entry: EntryHeader | null | undefined,
): boolean {
  const freshness = freshnessNow(engine, request, entry)
  return freshness === 'fresh' || freshness === 'stale'
}

/**
 * True if the value may be served in place of the function's error. It is the old value, or one that another call stored while
 * the function ran.
 */
export function canServeOnError(
  engine: { readonly clock: Clock },
  { policy }: { readonly policy: Policy },
  entry: Entry | null,
): entry is Entry {
  if (entry === null) return false
  const { staleIfError: staleDuration = policy.staleIfError } = entry
  const freshness = staleDuration > 0 && freshnessNow(engine, { policy }, { ...entry, staleDuration })
  return freshness === 'stale' || freshness === 'fresh'
}

/** The age in milliseconds from which no call can use an entry. */
export function maxUsableAge(policy: Policy, entry: EntrySpans): number {
  const { duration = policy.duration, staleDuration = policy.staleDuration, staleIfError = policy.staleIfError } = entry
  return Math.max(duration, 0) + Math.max(staleDuration, staleIfError)
}
