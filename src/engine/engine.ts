// The engine answers requests for entries: from memory, from the store, or by running the function. One engine per store and
// process, so that all caches over a store deduplicate their computations and hear of each other's writes. This file declares
// the engine's state; `create-engine.ts` makes it. Each step is a function over this state, in a file named after it:
//
//   function   read/answer.ts → read/find.ts → compute/compute.ts → compute/flight.ts → compute/store-result.ts
//   hook       memory/peek.ts → read/restore.ts → compute/request-fetch.ts → compute/flight.ts → compute/store-result.ts
//   change     change/write.ts, change/invalidate.ts, change/mutate.ts → slot/slot.ts, where versions decide who wins a race

import type { EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Store } from '../store/store.ts'
import type { Clock, Waits } from './clock.ts'
import type { Emit } from './events/event.ts'
import type { StoreOperation } from './events/reasons.ts'
import type { BoundedMap } from './memory/bounded-map.ts'
import type { Memory, MemoryEntry } from './memory/memory.ts'
import type { EntryRequest } from './request/request.ts'
import type { ServerPage } from './server/server-page.ts'
import type { Slot } from './slot/slot.ts'
import type { StoreReader } from './store/location.ts'
import type { Tombstones } from './store/tombstones.ts'
import type { Troubles } from './trouble.ts'

/** The state of one engine. */
export interface Engine {
  /** Call it through `guardStore` only, which handles its failures. */
  readonly store: Store
  /** The store, or the store with a check of what it returns. */
  readonly reader: StoreReader
  readonly clock: Clock
  /** The waits for answers of the store. */
  readonly waits: Waits
  /** What happens right now, by the entry's id. */
  readonly slots: Map<string, Slot>
  /** Called when a computation of any entry began, ended or was superseded. */
  readonly watchers: Set<() => void>
  /**
   * The memory of every cache without `lruSize`, which hooks use. An entry that is shown is pinned to its slot. The last hook that
   * shows it puts it back, so the order of the map is the order of use.
   */
  readonly defaultMemory: Memory & Pick<BoundedMap<MemoryEntry>, 'onEvict'>
  /** All memories in front of the store: the default one, and those of caches with `lruSize`. */
  readonly memories: Set<Memory>
  /** Errors of entries that are shown, until the entry is written or forgotten. */
  readonly failures: BoundedMap<Failure>
  /** Deletes that the store has not carried out. Undefined if it carries out all: the default store of a page. */
  readonly tombstones?: Tombstones
  /** What `invalidateAll` and `invalidateTags` delete right now: stored entries that count as missing already. */
  readonly hidden: Set<IsHidden>
  /** What they could not delete, by base or tags. It counts as missing, too. */
  readonly undeleted: BoundedMap<Undeleted>
  /** The kinds of calls that fail at present; empty while the store works. */
  readonly failingOperations: Set<StoreOperation>
  /** The kinds of calls that the store has not answered in time, until it answers one. */
  readonly silentOperations: Set<SilentOperation>
  /**
   * What goes on although nobody awaits it: calls that the store has not answered in time, and releases of locks. Undefined while no
   * platform asks for it (`waitUntil`).
   */
  unawaited?: Set<unknown>
  /** Reads that hooks no longer wait for, until the store answers them. */
  readonly overdueReads: Set<unknown>
  /** What the log has said already. The engine of a scope shares it with its cache. */
  readonly troubles: Troubles
  /** Entries that a subscription fills: a hook without a fetcher is no mistake there. */
  readonly streamedEntries: BoundedMap<true>
  /** Takes what happens, for events. Undefined while nobody can listen. */
  emit?: Emit | undefined
  /** Called when a hook begins to show an entry, and when it ends. `restore` and events listen. */
  readonly showListeners: Set<(request: EntryRequest, isShown: boolean) => void>
  /** Puts the layers of an outbox over what is shown. Returns `undefined` if there is none. */
  applyLayers?: (request: EntryRequest, memoryEntry: MemoryEntry | undefined) => MemoryEntry | undefined
  /** How many calls of the store are on the stack. A change that the store reports meanwhile is our own. */
  ownCalls: number
  /** What the page of one request shows. Only the engine of a scope has it. */
  readonly serverPage?: ServerPage
  /** What the server's page shows, by id, for the render that hydrates it. */
  readonly hydrated: Map<string, MemoryEntry>
}

/** True if a stored entry must count as missing. */
export type IsHidden = (address: Address, stored: EntryHeader) => boolean

/** Entries that an invalidation could not delete. */
export interface Undeleted {
  readonly isHidden: IsHidden
  /** Ids of entries that were stored after it, although the clock did not advance. */
  readonly replaced: Set<string>
}

/** A call of the store, or one of a lock that was taken. */
export type SilentOperation = StoreOperation | 'isHeld' | 'release'

/** An error that a function threw. */
export interface Failure {
  readonly error: unknown
  /** As `clock.elapsed` counts. */
  readonly at: number
  /** How often the entry has failed since its last success. */
  readonly count: number
  /** True once an error boundary has got the error. A component that renders after that makes a new request. */
  isCaught?: boolean
}
