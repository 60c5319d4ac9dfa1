import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { ComputeRequest, EntryRequest, Signal } from '../request/request.ts'

// A slot is what is going on at one address right now. It exists while someone holds it: a flight, a read, a write, a
// subscriber. So races are decided by comparing versions in one place, and an idle entry costs nothing.

/** How an entry is computed. */
export interface FlightOptions {
  /** Compute even where someone else has just done so: `read: false`, `refresh()`. */
  readonly force?: boolean
  /** Nobody waits: begin when this has come, and the answer that caused it is out. */
  readonly startAfter?: Promise<void>
  /** For those who show the entry, and need not have it any more once they are gone. */
  readonly forSubscribers?: boolean
  /** What someone else computed is good enough if it is younger than this, in milliseconds, though it be stale. */
  readonly maxAge?: number | undefined
}

/** The running computation of an entry. */
export interface Flight {
  /** Whose policy decides how the value is kept. */
  request: ComputeRequest
  /** When it began, in epoch milliseconds. */
  readonly startedAt: number
  readonly options: FlightOptions
  /** Invalidated while it ran; a value that turns out to carry one of these is not kept. */
  invalidatedTags?: ReadonlySet<string>
  /** False while only those who show the entry want its value: it may be aborted when the last of them goes. */
  hasCallers: boolean
  /** There once the function has request for its signal. */
  abort?: { readonly signal: Signal; abort(): void }
  /** True once what came of it, a value or an error, is what is true now; false where it was outrun. */
  isCurrent: boolean
  /** What came of it, while it is being stored. */
  entry?: Entry
  readonly promise: Promise<unknown>
}

/** The running read of an entry, shared by those who allow the same types. */
interface RunningRead {
  readonly types: AllowedTypes
  readonly promise: Promise<Entry | null>
}

/**
 * What a listener is told. `changed`: there is another value, or none; `elsewhere`: the same, by someone else's doing, and it is
 * in the store; `flight`: a computation began or ended; `outdated`: whoever shows the entry should compute it anew.
 */
export type ChangeKind = 'changed' | 'elsewhere' | 'flight' | 'outdated'

export type Listener = (change: ChangeKind) => unknown

export interface Slot {
  readonly id: string
  readonly address: Address
  version: number
  /**
   * Counts the writes and deletes that came to their end, and the invalidations of many: a read that began before may bring
   * what was there before.
   */
  settledWrites: number
  flight?: Flight | undefined
  runningRead?: RunningRead | undefined
  /** The writes and deletes that the store has not confirmed yet. */
  readonly pendingWrites: Set<Promise<unknown>>
  readonly listeners: Set<Listener>
  /** What it is request for by, as it was given, where someone shows it. */
  key?: unknown
  /** The entry in memory while someone listens, beside the LRU. */
  pinned?: MemoryEntry | undefined
  /** What is shown in place of the entry while a mutation is under way. */
  optimistic?: MemoryEntry | undefined
  /** The mutation that began last, while it is under way. */
  mutation?: object | undefined
  /** Settles when there is something to show, where someone waits for that. */
  valuePromise?: Promise<unknown> | undefined
  retainCount: number
}

/** What was begun before this moment no longer decides anything: a later write or an invalidation won. */
export function supersede(slot: Slot): void {
  slot.flight = slot.runningRead = undefined
  slot.version += 1
}

/** The same, and no mutation is under way any more. */
export function endMutation(slot: Slot): void {
  supersede(slot)
  slot.mutation = slot.optimistic = undefined
}

/** A write or delete of the entry is under way; while it is, the slot says so. */
export async function trackWrite<T>(slot: Slot, operation: Promise<T>): Promise<T> {
  slot.pendingWrites.add(operation)
  try {
    return await operation
  } finally {
    slot.pendingWrites.delete(operation)
    slot.settledWrites += 1
    slot.runningRead = undefined
  }
}

/**
 * Tells the listeners, and answers what they answered. One that throws must not cost a caller the value, nor the others the
 * change.
 */
export function notifyListeners(slot: Slot | undefined, change: ChangeKind = 'changed'): unknown[] {
  if (slot === undefined) return []
  return [...slot.listeners].map((listener) => {
    try {
      return listener(change)
    } catch (error) {
      return log('error', `a subscriber of ${addressText(slot.address)} threw`, error)
    }
  })
}

/** The slot of an entry, which stays until it is released as often as it was held. */
export function retainSlot({ slots }: Engine, { address, id }: Pick<EntryRequest, 'address' | 'id'>): Slot {
  let slot = slots.get(id)
  if (slot === undefined) {
    slot = { id, address, version: 0, settledWrites: 0, pendingWrites: new Set(), listeners: new Set(), retainCount: 0 }
    slots.set(id, slot)
  }
  slot.retainCount += 1
  return slot
}

export function releaseSlot({ slots }: Engine, slot: Slot): void {
  slot.retainCount -= 1
  if (slot.retainCount === 0) slots.delete(slot.id)
}

/** Holds the slot of an entry for as long as `work` takes. */
export async function withSlot<T>(
  engine: Engine,
  request: Pick<EntryRequest, 'address' | 'id'>,
  work: (slot: Slot) => Promise<T>,
): Promise<T> {
  const slot = retainSlot(engine, request)
  try {
    return await work(slot)
  } finally {
    releaseSlot(engine, slot)
  }
}
