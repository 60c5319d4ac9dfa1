// What happens in a cache, for programs that watch it.

import { eventChannel } from '#events'
import type { Engine } from '../../engine/engine.ts'
import { startEvents } from '../../engine/events/create-emit.ts'
import type { CacheEvent } from '../../engine/events/event.ts'
import type { ActiveFlight } from '../../engine/events/flight-notes.ts'
import { describeFlight } from '../../engine/events/flight-notes.ts'
import type { DataSource, MemoryEntry } from '../../engine/memory/memory.ts'
import { requireHandle } from '../../engine/request/cache-handle.ts'
import type { Slot } from '../../engine/slot/slot.ts'
import type { Address } from '../../key/address.ts'
import { idOf, isInternalKey, isUnder } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'

/**
 * Calls `listener` with each event of the entries at the path of the cache and below it: hits, misses, computations, changes by others,
 * failures of the store. A cache with a path function hears of all entries in its store. Returns a function that ends the subscription.
 * The listener is called when the change is complete, so it may call the cache.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```ts
 * import { Cachetta, subscribeEvents } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache' })
 * const unsubscribe = subscribeEvents(cache, (event) => {
 *   if (event.type === 'started') console.log(`flight ${event.flight}: ${event.key}, because of ${event.reason}`)
 *   if (event.type === 'ended') console.log(`flight ${event.flight}: ${event.elapsed} ms`)
 * })
 * ```
 */
export function subscribeEvents(cache: Cachetta, listener: (event: CacheEvent) => void): () => void {
  const { base, engine } = requireHandle(cache)
  const { listeners } = startEvents(engine)
  const onEvent = (event: CacheEvent) => {
    if (base === undefined || concernsBase(base, event)) listener(event)
  }
  listeners.add(onEvent)
  return () => {
    if (listeners.delete(onEvent) && listeners.size === 0 && !eventChannel && !engine.emit?.isCounting)
      engine.emit = undefined
  }
}

/** An invalidation above the base concerns its entries, too, and so does what concerns no path. */
function concernsBase(base: string, event: CacheEvent): boolean {
  const toAddress = (path: string): Address => ({ path, key: '', exact: true })
  if (event.path === '' || isUnder(base, toAddress(event.path))) return true
  return event.type === 'invalidated' && event.covers === 'path' && isUnder(event.path, toAddress(base))
}

/** An entry that memory holds, or that someone works on right now. */
export interface ActiveEntry {
  /** The path of the entry's address. */
  readonly path: string
  /** The canonical text of the arguments. */
  readonly key: string
  /** How many hooks and subscriptions show the entry. */
  readonly observers: number
  /** Where the value in memory came from. `null`: memory has no value; the store may have one. */
  readonly source: DataSource | null
  /** When the value in memory was stored, in epoch milliseconds. */
  readonly storedAt: number | null
  /** True if only memory has the value: `persist: false`, or a value that was not stored and is shown. */
  readonly isInMemoryOnly: boolean
  /** The computation that runs. `null` if none does. */
  readonly flight: ActiveFlight | null
  /** True while a mutation of the entry runs. */
  readonly isMutating: boolean
  /** True if the last computation failed, and hooks show its error. */
  readonly hasError: boolean
}

/**
 * Lists the entries at the path of the cache and below it that memory holds, or that are shown, computed or mutated right now. Reads no
 * store. `cache.entries()` lists what the store has.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```ts
 * import { Cachetta, inspect } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache' })
 * const running = inspect(cache).filter(({ flight }) => flight !== null)
 * ```
 */
export function inspect(cache: Cachetta): ActiveEntry[] {
  const { base = '', engine } = requireHandle(cache)
  const inMemory = new Map<string, MemoryEntry>()
  for (const memory of engine.memories) for (const [id, memoryEntry] of memory) inMemory.set(id, memoryEntry)
  for (const { id, optimistic, pinned } of engine.slots.values()) {
    const shown = optimistic ?? pinned
    if (shown) inMemory.set(id, shown)
  }
  const addresses = new Map<string, Address>()
  for (const { address } of [...inMemory.values(), ...engine.slots.values()]) addresses.set(idOf(address), address)
  return [...addresses]
    .filter(([, address]) => isUnder(base, address) && !isInternalKey(address.key))
    .map(([id, address]) => describeActive(engine, address, engine.slots.get(id), inMemory.get(id)))
}

function describeActive(
  engine: Engine,
  address: Address,
  slot: Slot | undefined,
  memoryEntry: MemoryEntry | undefined,
): ActiveEntry {
  const { key, path } = address
  return {
    path,
    key,
    observers: slot?.listeners.size ?? 0,
    source: memoryEntry?.source ?? null,
    storedAt: memoryEntry?.entry.storedAt ?? null,
    isInMemoryOnly: memoryEntry?.persist === false || memoryEntry?.isTransient === true,
    flight: slot?.flight ? describeFlight(engine.clock, slot.flight) : null,
    isMutating: slot?.mutation !== undefined,
    hasError: engine.failures.has(idOf(address)),
  }
}
