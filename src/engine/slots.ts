import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import { addressText } from '../key/address.ts'
import { log } from './log.ts'
import type { Remembered } from './memory.ts'
import type { Job, Signal } from './question.ts'

// A slot is what is going on at one address right now. It exists while someone holds it: a flight, a read, a write, a
// subscriber. So races are decided by comparing versions in one place, and an idle entry costs nothing.

/** The running computation of an entry. */
export interface Flight {
  /** Whose policy decides how the value is kept. */
  job: Job
  /** The slot's version when it began: another one now means that a write or an invalidation came between. */
  readonly since: number
  /** When it began, in epoch milliseconds. */
  readonly startedAt: number
  /** Invalidated while it ran; a value that turns out to carry one of these is not kept. */
  readonly bannedTags: Set<string>
  readonly background: boolean
  /** True where it began although a value is there that some can use. */
  readonly isBeside: boolean
  /** False while only those who show the entry want its value: it may be aborted when the last of them goes. */
  isAwaited: boolean
  /** There once the function has asked for its signal. */
  abort: { readonly signal: Signal; abort(): void } | undefined
  /** True once what came of it, a value or an error, is what is true now; false where it was outrun. */
  isKept: boolean
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
  readonly address: Address
  version: number
  /** Counts the writes and deletes that came to their end: a read that began before may bring what was there before. */
  landed: number
  flight: Flight | null
  reading: Reading | null
  /** The writes and deletes that the store has not confirmed yet. */
  readonly operations: Set<Promise<void>>
  readonly listeners: Set<Listener>
  /** What it is asked for by, as it was given, where someone shows it. */
  key: unknown
  /** The entry in memory while someone listens, beside the LRU. */
  pinned: Remembered | undefined
  /** What is shown in place of the entry while a mutation is under way. */
  optimistic: Remembered | undefined
  /** The mutation that began last, while it is under way. */
  mutation: object | undefined
  holders: number
}

export interface Slots {
  /** The slot at an address, which stays until it is released as often as it was held. */
  hold(id: string, address: Address): Slot
  release(id: string, slot: Slot): void
  peek(id: string): Slot | undefined
  all(): IterableIterator<Slot>
}

export function createSlots(): Slots {
  const slots = new Map<string, Slot>()
  return {
    hold(id, address) {
      let slot = slots.get(id)
      if (slot === undefined) {
        slot = emptySlot(address)
        slots.set(id, slot)
      }
      slot.holders += 1
      return slot
    },
    release(id, slot) {
      slot.holders -= 1
      if (slot.holders === 0) slots.delete(id)
    },
    peek: (id) => slots.get(id),
    all: () => slots.values(),
  }
}

function emptySlot(address: Address): Slot {
  return {
    address,
    version: 0,
    landed: 0,
    flight: null,
    reading: null,
    operations: new Set(),
    listeners: new Set(),
    key: undefined,
    pinned: undefined,
    optimistic: undefined,
    mutation: undefined,
    holders: 0,
  }
}

/** What was begun before this moment no longer decides anything: a later write or an invalidation won. */
export function supersede(slot: Slot): number {
  slot.flight = null
  slot.reading = null
  slot.version += 1
  return slot.version
}

/** Runs a write or delete of the entry; while it does, the slot says so. Resolves when the operation does. */
export async function tracked<T>(slot: Slot, operation: () => Promise<T>): Promise<T> {
  let settle = () => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  slot.operations.add(settled)
  try {
    return await operation()
  } finally {
    slot.operations.delete(settled)
    slot.landed += 1
    slot.reading = null
    settle()
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
