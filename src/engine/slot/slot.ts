// A slot is what happens at one address right now. It exists while someone retains it: a flight, a read, a write, a listener.
// All races of an entry are decided here, by comparing versions. An entry that nobody uses has no slot and costs nothing.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { Emit } from '../events/event.ts'
import type { ChangeReason, DropReason, FlightReason } from '../events/reasons.ts'
import { debug } from '../log.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { ComputeRequest, EntryRequest, SharedFlight } from '../request/request.ts'
import type { TroubleTable } from '../trouble.ts'
import { reportTrouble } from '../trouble.ts'

export interface Slot {
  /** The engine that the slot belongs to. */
  readonly table: SlotTable
  readonly id: string
  readonly address: Address
  /** Counts what supersedes a computation or a read: writes, mutations, invalidations. */
  version: number
  /** Counts writes and deletes that have ended, and invalidations by tag. A read that began before may return an old entry. */
  settledWrites: number
  flight?: Flight | undefined
  runningRead?: RunningRead | undefined
  /** How many reads the store has not answered yet, superseded ones included. */
  openReads: number
  /** Writes and deletes that the store has not confirmed yet. */
  readonly pendingWrites: Map<Promise<unknown>, Tagged>
  readonly listeners: Set<Listener>
  /** What a hook asked for, while someone shows the entry. Filters of `mutate` see its key. */
  keyRequest?: EntryRequest | undefined
  /** The entry in memory while someone listens. The LRU may drop it meanwhile. */
  pinned?: MemoryEntry | undefined
  /** Shown in place of the entry while a mutation runs. */
  optimistic?: MemoryEntry | undefined
  /** The latest mutation, while it runs. */
  mutation?: Tagged | undefined
  /** Settles when there is a value to show. Undefined if nobody waits. */
  wait?: Wait | undefined
  /** What hooks show, or are about to. It stays visible until it is replaced, whatever its age. */
  shown?: Entry | undefined
  /** True if a mutation removed the entry and asked for no fetch. Hooks that have nothing to show are content with that. */
  isCleared?: boolean
  /** How many retain the slot. */
  retainCount: number
}

/** The running computation of an entry. Calls that come meanwhile are in flight with it: they are deduplicated. */
export interface Flight extends SharedFlight, Tagged {
  /** The request whose policy decides how the value is kept. */
  request: ComputeRequest
  /** When it began, as `clock.elapsed` counts. */
  readonly startedAt: number
  readonly options: FlightOptions
  /** When its function began, to compare it with a change by another tab. Unknown before, and if the store gives no order. */
  order?: number | undefined
  /** Gives the lock of the entry up, once. Undefined while the flight has none. */
  releaseLock?: (() => Promise<unknown>) | undefined
  /** True if the schema refuses its value, which is then not stored. */
  isRefused?: boolean
  /** True once its result, a value or an error, counts. False if something superseded the flight. */
  isCurrent: boolean
  /** Resolves once something has superseded it. Its function may then run on for ever, so nobody should wait for its end. */
  readonly dropped: Promise<void>
  drop(): void
  /** The flights that its function waits for. */
  waitsFor?: Set<Flight>
  /** Its result, while the store writes it. */
  entry?: Entry
  readonly promise: Promise<unknown>
}

/** How an entry is computed. */
export interface FlightOptions {
  /** Compute even if another process has just computed the entry: `read: false`, `refresh()`. */
  readonly force?: boolean | undefined
  /** Nobody waits. The function runs after this promise. */
  readonly startAfter?: Promise<void>
  /** The value is for hooks that show the entry. It may be aborted when they are gone. */
  readonly forSubscribers?: boolean
  /** A stale value that another process computed is accepted below this age, in milliseconds. */
  readonly maxAge?: number | undefined
  /** Why a hook or a preload fetches it, in the words of the log. Absent: a function was called. */
  readonly reason?: FlightReason | undefined
}

/** What runs and brings a value: a computation, a mutation, a write. */
export interface Tagged {
  /** Tags that were invalidated while it ran. A value that carries one of them is not kept. */
  invalidatedTags?: ReadonlySet<string>
}

/** All who wait for a value share one wait. */
interface Wait {
  readonly promise: Promise<unknown>
  /** One who waits has rendered again. From now on its options count. */
  renew(request: EntryRequest, startFetch: (cause?: ChangeReason) => unknown): void
}

/** The running read of an entry. Requests that allow the same types share it. */
interface RunningRead {
  readonly types: AllowedTypes
  readonly promise: Promise<Entry | null | undefined>
  /** True if a hook has waited long enough for it. A flight does not read again then. */
  isOverdue?: boolean
}

/**
 * What listeners are told:
 * - `changed`: the entry has another value, or none
 * - `external`: another tab, process or engine changed the entry; the new value is in the store
 * - `flight`: a computation began or ended
 * - `error`: the error of the entry changed
 * - `refetch`: the entry is outdated; a hook that shows it should fetch it
 */
export type ChangeKind = 'changed' | 'external' | 'flight' | 'error' | 'refetch'

/** `reason`: what made the entry outdated. If `changed` has a reason, a `refetch` follows in a moment. */
export type Listener = (change: ChangeKind, reason?: ChangeReason) => unknown

/**
 * A running computation or read no longer counts: a later write, mutation or invalidation wins. Without `reason` the computation
 * itself has brought its value. With an `order`, a computation that began after the change goes on.
 */
export function supersede(slot: Slot, reason?: DropReason, order: number = Number.POSITIVE_INFINITY): void {
  if (!((slot.flight?.order ?? 0) > order)) dropFlight(slot, reason)
  slot.runningRead = undefined
  slot.version += 1
  callWatchers(slot)
}

/** A running computation no longer counts. One whose value is being stored has been shown already. */
export function dropFlight(slot: Slot, reason?: DropReason): void {
  const { flight } = slot
  slot.flight = undefined
  if (!reason || !flight || flight.entry) return
  reportDrop(slot, flight, reason)
  void flight.releaseLock?.()
  flight.drop()
}

/** Tells the log and events why the result of a flight does not count. */
export function reportDrop({ table }: Slot, flight: Flight, reason: DropReason): void {
  debug(flight.request, 'drop', reason)
  table.emit?.('dropped', flight, { reason })
}

/** Like `supersede`, and ends the running mutation. */
export function endMutation(slot: Slot, reason: DropReason): void {
  supersede(slot, reason)
  slot.mutation = slot.optimistic = undefined
}

/** Counts a write or delete as pending until the store has confirmed it. */
export async function trackWrite<T>(slot: Slot, write: Promise<T>, running: Tagged = {}): Promise<T> {
  slot.pendingWrites.set(write, running)
  try {
    return await write
  } finally {
    slot.pendingWrites.delete(write)
    repeatRead(slot)
  }
}

/** The running read may return an entry that is no longer there. */
export function repeatRead(slot: Slot): void {
  slot.settledWrites += 1
  slot.runningRead = undefined
}

/** Calls the listeners and returns what they returned. A listener that throws costs neither the caller nor other listeners. */
export function notifyListeners(
  slot: Slot | undefined,
  change: ChangeKind = 'changed',
  reason?: ChangeReason,
): unknown[] {
  if (slot === undefined) return []
  if (change === 'flight') callWatchers(slot)
  return [...slot.listeners].map((listener) => {
    try {
      return listener(change, reason)
    } catch (error) {
      const message = `a subscriber of ${addressText(slot.address)} threw`
      reportTrouble(slot.table, ['subscriber', slot.id, 'error'], message, error)
      return undefined
    }
  })
}

interface SlotTable extends TroubleTable {
  readonly slots: Map<string, Slot>
  readonly watchers: ReadonlySet<() => void>
  readonly emit?: Emit | undefined
}

function callWatchers({ table }: Slot): void {
  for (const onFlightChange of table.watchers) onFlightChange()
}

/** Returns the slot of an entry. It stays until `releaseSlot` was called as often as `retainSlot`. */
export function retainSlot(table: SlotTable, { address, id }: Pick<EntryRequest, 'address' | 'id'>): Slot {
  const { slots } = table
  let slot = slots.get(id)
  if (slot === undefined) {
    slot = {
      table,
      id,
      address,
      version: 0,
      settledWrites: 0,
      openReads: 0,
      pendingWrites: new Map(),
      listeners: new Set(),
      retainCount: 0,
    }
    slots.set(id, slot)
  }
  slot.retainCount += 1
  return slot
}

export function releaseSlot({ slots }: Pick<SlotTable, 'slots'>, slot: Slot): void {
  slot.retainCount -= 1
  if (slot.retainCount === 0) slots.delete(slot.id)
}

/** Retains the slot of an entry while `work` runs. */
export async function withSlot<T>(
  table: SlotTable,
  request: Pick<EntryRequest, 'address' | 'id'>,
  work: (slot: Slot) => Promise<T>,
): Promise<T> {
  const slot = retainSlot(table, request)
  try {
    return await work(slot)
  } finally {
    releaseSlot(table, slot)
  }
}
