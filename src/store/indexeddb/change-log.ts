// Decides which of two changes wins, among all tabs. Each computation, write and invalidation has a number, its `order`: the
// instant at which it began, and more than any number that its tab has seen before. The greater number wins, whenever its message
// arrives and whenever its transaction runs:
//
//     tab A   |--request 1--| shown |---renders 200 ms---|-write 1-|          withdrawn: 2 and 3 began later
//     tab B                     |-set 2-|--request 3--|-write 3-|
//
//     tab A   |--request 1--| shown |---renders 300 ms---|-write 1-|          withdrawn
//     tab B                         |-invalidate 2-|                          hides what is older, also before its deletes end
//
// An invalidation of many entries stays in the database for a day. So it counts for a page that opens later, and for a tab that was
// frozen meanwhile.

import type { Address } from '../../key/address.ts'
import { entryNameOf, isUnder } from '../../key/address.ts'
import type { KnownChange } from '../store.ts'

/** An entry, as it was written or will be. */
export interface OrderedEntry {
  readonly address: Address
  /** Absent if an older release wrote it. */
  readonly order?: number | undefined
  readonly tags: readonly string[]
}

/** A change with its order. */
export type OrderedChange = KnownChange & { readonly order: number }

/** An invalidation of all entries under a base, or with one of some tags. */
export type ScopeChange = Extract<OrderedChange, { readonly type: 'invalidate' }>

export interface ChangeLog {
  /** Returns the order of what begins now. With a `margin` of 1, it is greater than that of whatever began in this millisecond. */
  nextOrder(margin?: number): number
  /** Remembers a change by any tab. */
  note(change: OrderedChange): void
  /** True if an invalidation that began later covers the entry. */
  isForgotten(entry: OrderedEntry): boolean
}

/** Bounded, because each read compares itself with all scopes, and a page stays open for weeks. */
const MAX_CHANGES = 1_000
const KEPT_MS = 86_400_000

/** A number of the future was given before the clock was set back. It says nothing about what happens now. */
const CLOCK_TOLERANCE_MS = 1_000

export function createChangeLog(): ChangeLog {
  const deletes = new Map<string, OrderedChange>()
  const scopes = new Map<string, ScopeChange>()
  let last = 0
  return {
    nextOrder(margin = 0) {
      last = Math.max(Date.now() + margin, orderOf({ order: last }) + 0.001)
      return last
    },
    note(change) {
      last = Math.max(last, orderOf(change))
      if (change.type === 'invalidate') setNewest(scopes, scopeKeyOf(change), change)
      else if (change.type === 'delete') setNewest(deletes, entryNameOf(change.address), change)
    },
    isForgotten(entry) {
      const deleted = deletes.get(entryNameOf(entry.address))
      return [...(deleted ? [deleted] : []), ...scopes.values()].some((change) => supersedes(change, entry))
    },
  }
}

/** Keeps the greater order. Drops the oldest change above the bound. */
function setNewest<C extends OrderedChange>(changes: Map<string, C>, key: string, change: C): void {
  if (orderOf(changes.get(key) ?? {}) > orderOf(change)) return
  changes.delete(key)
  changes.set(key, change)
  const [oldest] = changes.size > MAX_CHANGES ? changes.keys() : []
  if (oldest !== undefined) changes.delete(oldest)
}

export function scopeKeyOf({ base, tags }: ScopeChange): string {
  return JSON.stringify([base, tags])
}

/** True for an invalidation that need not stay in the database. */
export function isOutdated(change: ScopeChange): boolean {
  return orderOf(change) < Date.now() - KEPT_MS
}

function orderOf({ order = 0 }: { readonly order?: number | undefined }): number {
  return order > Date.now() + CLOCK_TOLERANCE_MS ? 0 : order
}

/** True if the change concerns the entry, and began later than what wrote it. */
export function supersedes(change: KnownChange, entry: OrderedEntry): boolean {
  if (orderOf(entry) >= orderOf(change)) return false
  if (change.type !== 'invalidate') return entryNameOf(change.address) === entryNameOf(entry.address)
  return change.tags ? change.tags.some((tag) => entry.tags.includes(tag)) : isUnder(change.base ?? '', entry.address)
}
