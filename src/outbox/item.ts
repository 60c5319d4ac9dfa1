import type { ItemChange } from '../engine/events/event.ts'
import type { Layer } from './layers.ts'
import type { Mutation } from './mutation.ts'

/** An item as the store keeps it. */
export interface ItemRecord {
  readonly id: string
  /** The name of its mutation. */
  readonly name: string
  readonly arg: unknown
  readonly version: number
  /** The queue that it belongs to, as text. */
  readonly scope: string
  /** Items are sent, and their layers applied, in this order. Two items of tabs that add at the same time may have the same. */
  readonly order: number
  /** In epoch milliseconds. */
  readonly addedAt: number
  /** `discarded` is for other tabs. It is there for some seconds, and tells them that the item was not answered. */
  readonly state: 'pending' | 'answered' | 'refused' | 'discarded'
  /** Set with the state `answered`. */
  readonly answeredAt?: number
  readonly answer?: unknown
  /** Set with the state `answered` if the tab that has sent the item could not fetch what it changes. */
  readonly needsFetch?: boolean
  /** Set with the state `refused`. */
  readonly refusal?: { readonly name: string; readonly message: string }
}

/**
 * What happens to an item:
 * - `pending`: it waits for its turn, the network or the end of a pause
 * - `sending`: this process or page sends it right now
 * - `held`: it waits for a refused item of its scope
 * - `refused`: the server does not accept it, or it is too old; `retry` or `discard` it
 * - `unknown`: the application has no mutation of its name and version
 */
export type ItemStatus = 'pending' | 'sending' | 'held' | 'refused' | 'unknown'

/** An item as the application sees it. */
export interface OutboxEntry {
  /** The UUID of the item. */
  readonly id: string
  /** The name of its mutation. */
  readonly name: string
  /** The argument of its call. */
  readonly arg: unknown
  /** What happens to it. */
  readonly status: ItemStatus
  /** The attempts of this process or page. */
  readonly attempts: number
  /** When the item was added, in epoch milliseconds. */
  readonly addedAt: number
  /** What the last attempt threw. After a reload, an `Error` with the same name and message. */
  readonly error?: unknown
}

/** An item in memory. */
export interface Item {
  record: ItemRecord
  /** Undefined if the application does not know the name or the version. */
  readonly mutation: Mutation | undefined
  /** The argument, in the shape of the present version. */
  readonly arg: unknown
  layers: readonly Layer[]
  attempts: number
  error?: unknown
  /** Set while the item is being sent. */
  controller?: AbortController | undefined
  /** True while another tab or process fetches what the item has changed. */
  isForeign: boolean
  /** True while an answered item waits until newer data of its entries is there. */
  waitsForData: boolean
  /** True once another tab has deleted the record. It must not be written again. */
  isDeleted?: boolean
  /** The end of its pause, as `clock.elapsed` counts. */
  retryAt: number
}

/** The order of items in all tabs. */
export function compareItems({ record: one }: Item, { record: other }: Item): number {
  return one.order - other.order || (one.id < other.id ? -1 : 1)
}

/** Returns the record that an entry of the store holds. Trusts nothing, because other code can write into the store. */
export function parseRecord(id: string, value: unknown): ItemRecord | undefined {
  const record = Object(value) as Partial<ItemRecord> // each field is checked
  const { addedAt, name, order, scope, state, version } = record
  const isValid =
    record.id === id &&
    [name, scope].every((text) => typeof text === 'string') &&
    [addedAt, order, version].every((number) => Number.isFinite(number)) &&
    ['pending', 'answered', 'refused', 'discarded'].includes(String(state))
  return isValid ? (record as ItemRecord) : undefined // checked in the line above
}

/** Returns the error of a refused item that was read from the store. */
export function toError({ refusal }: ItemRecord): Error | undefined {
  return refusal && Object.assign(new Error(String(refusal.message)), { name: String(refusal.name) })
}

/** Says for events what a new state means. */
export function toItemChange(state: ItemRecord['state'], before: ItemRecord['state'] | undefined): ItemChange {
  if (state === 'pending') return before === undefined ? 'added' : 'retried'
  return state === 'answered' ? 'sent' : 'refused'
}
