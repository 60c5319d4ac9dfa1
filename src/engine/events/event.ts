import type { EntryHeader } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import type { DataSource, MemoryEntry } from '../memory/memory.ts'
import type { DropReason, FlightReason, StoreOperation } from './reasons.ts'

/** What every event has. */
interface EventOf<Type extends string> {
  /** What happened. */
  readonly type: Type
  /** The path of the entry's address. `''` if the event concerns no single path. */
  readonly path: string
  /** The canonical text of the arguments. */
  readonly key: string
  /** When it happened, in epoch milliseconds. */
  readonly at: number
}

/**
 * A call or a hook looked an entry up:
 * - `hit`: it was fresh and was served
 * - `stale`: it was served, and is revalidated
 */
export interface HitEvent extends EventOf<'hit' | 'stale'> {
  /** Where the value was found, or where memory has it from. */
  readonly source: DataSource
  /** Milliseconds since the value was stored. */
  readonly age: number
}

/** A call or a hook looked an entry up: neither memory nor the store had one young enough. */
export type MissEvent = EventOf<'miss'>

/** What the events of one flight share. A flight is the computation of one entry, from the request to the stored value. */
interface FlightEventOf<Type extends string> extends EventOf<Type> {
  /** The number of the flight, which all its events have. It is unique in this tab or process. */
  readonly flight: number
  /** True if nobody waits for it: a stale entry is revalidated. */
  readonly background: boolean
}

/**
 * - `started`: a flight began. It may wait for a lock first.
 * - `joined`: another call or hook asked for the entry and joined the flight
 */
export interface FlightStartEvent extends FlightEventOf<'started' | 'joined'> {
  /** Why this call or hook asked. */
  readonly reason: FlightReason
}

/**
 * - `computing`: the function, or the fetcher, was called
 * - `adopted`: another tab or process had computed the value meanwhile, and it was taken from the store
 */
export type FlightStepEvent = FlightEventOf<'computing' | 'adopted'>

/**
 * - `computed`: the function brought a value; `elapsed` since `computing`
 * - `ended`: the flight is over, its value is stored; `elapsed` since `started`. A flight whose function never ends has none.
 */
export interface FlightTimeEvent extends FlightEventOf<'computed' | 'ended'> {
  /** In milliseconds. */
  readonly elapsed: number
}

/** The function threw, or took longer than `timeout`. */
export interface FailedEvent extends FlightEventOf<'failed'> {
  /** Milliseconds since `computing`. */
  readonly elapsed: number
  /** What was thrown. */
  readonly error: unknown
}

/** Something superseded the flight. Its callers get the value, which is neither shown nor stored. */
export interface DroppedEvent extends FlightEventOf<'dropped'> {
  /** What superseded it. */
  readonly reason: DropReason
}

/** Who made a change: this tab or process, another tab, another process with the same files, or a process of any machine. */
export type ChangeSource = 'self' | 'tab' | 'process' | 'machine'

/** The entry got a value. */
export interface StoredEvent extends EventOf<'stored'> {
  /** The flight that brought it. Absent for `writeCache`, `mutate`, and what others stored. */
  readonly flight?: number
  /** True if nobody waited for that flight. */
  readonly background?: boolean
  /** Who stored it. */
  readonly by: ChangeSource
}

/** The value of a flight was not stored: because of `condition`, `schema` or its type. */
export interface RefusedEvent extends EventOf<'refused'> {
  /** The flight that brought it. */
  readonly flight: number
  /** True if nobody waited for that flight. */
  readonly background: boolean
}

/** The function failed, and the old value was served (`staleIfError`). */
export interface RescuedEvent extends EventOf<'rescued'> {
  /** What was thrown. */
  readonly error: unknown
}

/** Entries were deleted. One event says it, however many they are. */
export interface InvalidatedEvent extends EventOf<'invalidated'> {
  /** Who deleted them. */
  readonly by: ChangeSource
  /** `entry`: the one of this address. `path`: those at `path` and below it. `tags`: those with one of `tags`, at any path. */
  readonly covers: 'entry' | 'path' | 'tags'
  /** The tags, if it `covers` tags. */
  readonly tags?: readonly string[]
}

/** The store failed, or held an entry that is damaged or does not match the schema. The call went on without it. */
export interface TroubleEvent extends EventOf<'trouble'> {
  /** What the store was asked for. Absent for an entry that does not match the schema. */
  readonly operation?: StoreOperation
  /** What was thrown. */
  readonly error: unknown
}

/**
 * - `observed`: a hook or a subscription began to show the entry
 * - `unobserved`: it ended
 */
export interface ObserverEvent extends EventOf<'observed' | 'unobserved'> {
  /** How many show it now. */
  readonly observers: number
}

/**
 * What happened to an item of an outbox:
 * - `added`: it was added, or found in the store
 * - `sending`: an attempt began
 * - `waiting`: the attempt failed, and another one follows after a pause
 * - `sent`: the server has answered
 * - `refused`: the server has refused it for good
 * - `retried`: the refused item is to be sent again
 * - `discarded`: it was removed before it was sent
 */
export type ItemChange = 'added' | 'sending' | 'waiting' | 'sent' | 'refused' | 'retried' | 'discarded'

/** Something happened to an item of an outbox. `path` is that of its cache, and `key` is `''`. */
export interface OutboxEvent extends EventOf<'outbox'> {
  /** What happened. */
  readonly change: ItemChange
  /** The id of the item. */
  readonly item: string
  /** The name of its mutation. */
  readonly name: string
  /** How many attempts have begun since the page was loaded. */
  readonly attempt: number
  /** What `send` threw. Only `waiting` and `refused` have it. */
  readonly error?: unknown
}

/**
 * An entry made room for others. A full memory (`lruSize`, or that of hooks) dropped the one that was used longest ago, which the store
 * still has. Or the store deleted it, because a limit or the quota of the disk was reached.
 */
export interface EvictedEvent extends EventOf<'evicted'> {
  /** What was full. */
  readonly from: 'memory' | 'store'
}

/**
 * What happened to an entry, or to an item of an outbox. `type` says what, and which further fields there are. No event contains a
 * value.
 * @example
 * ```ts
 * import { type CacheEvent, Cachetta, subscribeEvents } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache' })
 * const print = (event: CacheEvent) => console.log(event.type, event.path, event.key)
 * const unsubscribe = subscribeEvents(cache, print)
 * ```
 */
export type CacheEvent =
  | HitEvent
  | MissEvent
  | FlightStartEvent
  | FlightStepEvent
  | FlightTimeEvent
  | FailedEvent
  | DroppedEvent
  | StoredEvent
  | RefusedEvent
  | RescuedEvent
  | InvalidatedEvent
  | TroubleEvent
  | ObserverEvent
  | OutboxEvent
  | EvictedEvent

/** What an event is about: an entry, its flight, or a change that the store reports, which anybody may have written. */
export type EventSubject = EventFlight | MemoryEntry | { readonly address?: Address | undefined }

/** A flight, or a synchronous computation, which has no other members. */
export interface EventFlight<Request extends { readonly address: Address } = { readonly address: Address }> {
  readonly request: Request
  readonly options: { readonly reason?: FlightReason | undefined; readonly startAfter?: Promise<void> }
  readonly startedAt?: number
  readonly promise?: Promise<unknown>
}

/** What an event has beside its subject. */
export interface EventDetails {
  readonly reason?: FlightReason | DropReason | undefined
  readonly error?: unknown
  readonly operation?: StoreOperation | undefined
  readonly covers?: InvalidatedEvent['covers']
  readonly tags?: readonly string[]
  readonly observers?: number
  readonly change?: ItemChange
  readonly item?: string
  readonly name?: string
  readonly attempt?: number
  readonly from?: EvictedEvent['from']
  /** The entry that a read has found, and how fresh it is. */
  readonly found?: { readonly entry: EntryHeader; readonly source: DataSource } | null | undefined
  readonly freshness?: 'fresh' | 'stale' | 'expired' | 'missing'
}

/** How often calls and hooks found a value, and how often a value was computed. */
export interface ReadCounts {
  /** Fresh values that were served. */
  readonly hits: number
  /** Stale values that were served. */
  readonly stale: number
  /** Reads that found no usable value. */
  readonly misses: number
  /** Values that functions or fetchers brought. */
  readonly computations: number
}

/**
 * Takes what happened. An engine has it while someone may listen, so it is called as `engine.emit?.(…)`. `read`: an entry was
 * looked up. `change`: the store reports a change by others.
 */
export interface Emit {
  (type: CacheEvent['type'] | 'change' | 'read', subject: EventSubject, details?: EventDetails): void
  readonly listeners: Set<(event: CacheEvent) => void>
  readonly counts: { sumUnder(base: string): ReadCounts }
  /** True once someone has asked for the counts: it stays, although nobody listens. */
  isCounting?: boolean
}
