import type { Address } from '../key/address.ts'

/** A change in a store: an entry was written or deleted, many entries were invalidated, or the store has missed some changes. */
export type Change = KnownChange | MissedChanges

/** An entry was written or deleted, or many entries were invalidated. */
export type KnownChange = EntryChange | ScopeChange

/** The store cannot say what has changed. What memory has is checked before it is used. */
interface MissedChanges {
  readonly type: 'missed'
  readonly address?: undefined
  readonly order?: undefined
}

interface EntryChange extends Ordered {
  readonly type: 'set' | 'delete'
  readonly address: Address
}

/**
 * All entries at `base` and under it, or with one of `tags`, no longer count, and neither do computations of them that began before:
 * also of entries that the store has never had.
 */
interface ScopeChange extends Ordered {
  readonly type: 'invalidate'
  readonly base?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly address?: undefined
}

interface Ordered {
  /** Who made the change, for events. @default another tab in a browser, another process elsewhere */
  readonly by?: 'tab' | 'process' | 'machine' | undefined
  /**
   * When the change began, in a number that all engines over the medium can compare. For a `set`, it is when the computation of the
   * value began. A change does not supersede a computation whose `order` is greater. @default the change is the latest
   */
  readonly order?: number | undefined
}
