// The browser's side of a server page: from a state to entries in the memory and the store of a cache. parse-state.ts reads the
// state. Hooks hydrate with `engine.hydrated`, so the first render of each part equals that of the server, even if memory has
// newer data.

import { toElapsed } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import { setInMemory } from '../engine/memory/memories.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { requireHandle } from '../engine/request/cache-handle.ts'
import { storeHydrated } from '../engine/server/hydrated.ts'
import { notifyListeners } from '../engine/slot/slot.ts'
import { endTrouble, reportTrouble } from '../engine/trouble.ts'
import { InvalidPathError, messageOf } from '../errors.ts'
import { idOf } from '../key/address.ts'
import { parseState } from './parse-state.ts'

/** The name of the global array. The scripts of `stateScript` and `withState` push their states to it. */
const GLOBAL_NAME = '__cachetta'

/**
 * Puts the entries of a server page into the cache of the browser. Call it before `hydrateRoot`: then the first render equals
 * that of the server, and hooks do not fetch fresh entries. Newer entries in memory or store stay. For a damaged state, or one
 * of another format, the log has one warning.
 * @param state The text of `dehydrate`, or that text after `JSON.parse`. @default the states of all scripts of the page, also of
 * those that arrive later; they can belong to one cache only
 * @throws {InvalidOptionError} when `cache` is not a Cachetta.
 * @example
 * ```tsx
 * import { Cachetta } from 'cachetta'
 * import { CachettaProvider } from 'cachetta/react'
 * import { hydrate } from 'cachetta/ssr'
 * import { hydrateRoot } from 'react-dom/client'
 *
 * const cache = new Cachetta({ path: 'app', duration: '5m' })
 * hydrate(cache)
 * hydrateRoot(document, <CachettaProvider cache={cache}><App /></CachettaProvider>)
 * ```
 */
export function hydrate(cache: object, state?: unknown): void {
  const handle = requireHandle(cache)
  if (state === undefined) consumeGlobalStates(handle, (each) => hydrateState(handle, each))
  else hydrateState(handle, state)
}

/**
 * Consumes the states that scripts have pushed, and those that scripts push later:
 *
 *     page       |--push 1--|--push 2--|          |--push 3--|--React reveals the boundary--|
 *     hydrate                          | 1, 2 |   | 3 |
 */
function consumeGlobalStates(handle: CacheHandle, consume: (state: unknown) => void): void {
  const states: unknown = Reflect.get(globalThis, GLOBAL_NAME) ?? []
  if (!Array.isArray(states)) {
    reportState(handle, new TypeError(`the global ${GLOBAL_NAME} of this page is not an array`))
    return
  }
  Reflect.set(globalThis, GLOBAL_NAME, states)
  Object.assign(states, { push: (...later: readonly unknown[]) => later.forEach(consume) })
  for (const state of states.splice(0)) consume(state)
}

function hydrateState(handle: CacheHandle, state: unknown): void {
  for (const memoryEntry of parseOrWarn(handle, state)) {
    handle.engine.hydrated.set(idOf(memoryEntry.address), memoryEntry)
    if (hydrateEntry(handle, memoryEntry)) publishEntry(handle, memoryEntry)
  }
}

/** Parses a state, and reports what cannot be used of it, once. Returns no entries for a damaged state. */
export function parseOrWarn(handle: CacheHandle, state: unknown): readonly MemoryEntry[] {
  const { base, engine, policy, resolvePath } = handle
  try {
    const { entries, error } = parseState(state, { types: policy.types, base, resolvePath })
    if (error !== undefined) reportState(handle, error)
    else for (const name of ['path', 'text']) endTrouble(engine, 'state', name)
    return entries
  } catch (error) {
    reportState(handle, error)
    return []
  }
}

function reportState({ engine }: CacheHandle, error: unknown): void {
  const message = `the state of the page cannot be used: ${messageOf(error)}; the browser fetches its entries`
  reportTrouble(engine, ['state', error instanceof InvalidPathError ? 'path' : 'text'], message, error)
}

/**
 * Puts an entry into memory if it is newer than the entry there. Returns `true` if it did: then listeners have to be notified.
 *
 *     server    | v1 |~~~~~sent~~~~~|            older than v2. The page shows v1 until it has hydrated, then v2.
 *     browser          | v2 |                    Neither memory nor the store takes v1.
 */
export function hydrateEntry(
  { engine, memory = engine.defaultMemory }: CacheHandle,
  memoryEntry: MemoryEntry,
): boolean {
  const id = idOf(memoryEntry.address)
  const known = engine.slots.get(id)?.pinned ?? memory.get(id)
  if (known && known.entry.storedAt >= memoryEntry.entry.storedAt) return false
  setInMemory(engine, { id, memory }, clampToNow(engine, memoryEntry))
  return true
}

/** Notifies the listeners of an entry that `hydrateEntry` put into memory, and stores the entry. */
export function publishEntry({ engine, policy }: CacheHandle, memoryEntry: MemoryEntry): void {
  notifyListeners(engine.slots.get(idOf(memoryEntry.address)))
  if (memoryEntry.persist !== false) void storeHydrated(engine, clampToNow(engine, memoryEntry), policy)
}

/**
 * Moves a time in the future to now. The clock of the browser may be behind that of the server, and an entry from the future
 * counts as expired. The request for the entry began on the server, when it was stored.
 */
function clampToNow({ clock }: Engine, memoryEntry: MemoryEntry): MemoryEntry {
  const { entry } = memoryEntry
  const storedAt = Math.min(entry.storedAt, clock.now())
  return { ...memoryEntry, entry: { ...entry, storedAt }, setAt: toElapsed(clock, storedAt) }
}
