import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import { addressText } from '../key/address.ts'
import { log } from './log.ts'
import type { Remembered } from './memory.ts'
import type { Job, Signal } from './question.ts'

// A slot is what is going on at one address right now. It exists while someone holds it: a flight, a read, a write, a
// subscriber. So races are decided by comparing versions in one place, and an idle entry costs nothing.

/** How an entry is computed. */
export interface Manner {
  /** Compute even where someone else has just done so: `read: false`, `refresh()`. */
  readonly anew?: boolean
  /** Nobody waits: begin when this has come, and the answer that caused it is out. */
  readonly after?: Promise<void>
  /** For those who show the entry, and need not have it any more once they are gone. */
  readonly isShown?: boolean
  /** What someone else computed is good enough if it is younger than this, in milliseconds, though it be stale. */
  readonly recent?: number | undefined
}

/** The running computation of an entry. */
export interface Flight {
  /** Whose policy decides how the value is kept. */
  job: Job
  /** When it began, in epoch milliseconds. */
  readonly startedAt: number
  readonly manner: Manner
  /** Invalidated while it ran; a value that turns out to carry one of these is not kept. */
  bannedTags?: ReadonlySet<string>
  /** False while only those who show the entry want its value: it may be aborted when the last of them goes. */
  isAwaited: boolean
  /** There once the function has asked for its signal. */
  abort?: { readonly signal: Signal; abort(): void }
  /** True once what came of it, a value or an error, is what is true now; false where it was outrun. */
  isKept: boolean
  /** What came of it, while it is being stored. */
  entry?: Entry
  readonly promise: Promise<unknown>
}

/** The running read of an entry, shared by those who allow the same types. */
interface Reading {
  readonly types: AllowedTypes
  readonly promise: Promise<Entry | null>
}

/**
 * What a listener is told. `changed`: there is another value, or none; `elsewhere`: the same, by someone else's doing, and it is
 * in the store; `flight`: a computation began or ended; `outdated`: whoever shows the entry should compute it anew.
 */
export type News = 'changed' | 'elsewhere' | 'flight' | 'outdated'

export type Listener = (news: News) => unknown

export interface Slot {
  readonly id: string
  readonly address: Address
  version: number
  /**
   * Counts the writes and deletes that came to their end, and the invalidations of many: a read that began before may bring
   * what was there before.
   */
  landed: number
  flight?: Flight | undefined
  reading?: Reading | undefined
  /** The writes and deletes that the store has not confirmed yet. */
  readonly operations: Set<Promise<unknown>>
  readonly listeners: Set<Listener>
  /** What it is asked for by, as it was given, where someone shows it. */
  key?: unknown
  /** The entry in memory while someone listens, beside the LRU. */
  pinned?: Remembered | undefined
  /** What is shown in place of the entry while a mutation is under way. */
  optimistic?: Remembered | undefined
  /** The mutation that began last, while it is under way. */
  mutation?: object | undefined
  /** Settles when there is something to show, where someone waits for that. */
  awaited?: Promise<unknown> | undefined
  holders: number
}

/** What was begun before this moment no longer decides anything: a later write or an invalidation won. */
export function supersede(slot: Slot): void {
  slot.flight = slot.reading = undefined
  slot.version += 1
}

/** The same, and no mutation is under way any more. */
export function endMutation(slot: Slot): void {
  supersede(slot)
  slot.mutation = slot.optimistic = undefined
}

/** A write or delete of the entry is under way; while it is, the slot says so. */
export async function tracked<T>(slot: Slot, operation: Promise<T>): Promise<T> {
  slot.operations.add(operation)
  try {
    return await operation
  } finally {
    slot.operations.delete(operation)
    slot.landed += 1
    slot.reading = undefined
  }
}

/**
 * Tells the listeners, and answers what they answered. One that throws must not cost a caller the value, nor the others the
 * news.
 */
export function notify(slot: Slot | undefined, news: News = 'changed'): unknown[] {
  if (slot === undefined) return []
  return [...slot.listeners].map((listener) => {
    try {
      return listener(news)
    } catch (error) {
      return log('error', `a subscriber of ${addressText(slot.address)} threw`, error)
    }
  })
}
