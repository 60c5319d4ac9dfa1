import type { Engine } from '../engine/engine.ts'
import { log } from '../engine/log.ts'
import { setInMemory } from '../engine/memory/memories.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { handleOf } from '../engine/request/cache-handle.ts'
import { idOf } from '../engine/request/request.ts'
import { storeHydrated } from '../engine/server/hydrated.ts'
import { notifyListeners } from '../engine/slot/slot.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { parseState } from './parse-state.ts'

/** Where the scripts of `stateScript` and `withState` leave their states, in the order of the page. */
const GLOBAL_NAME = '__cachetta'

/**
 * Puts what came with a page into the cache of a browser, before `hydrateRoot`: each part's first render is the server's, and
 * what is fresh is not fetched again. Newer data stays. What is damaged, or of another format, is one warning and nothing else.
 * @param state what `dehydrate` wrote, or `JSON.parse` made of it. @default what `stateScript` and `withState` put into this
 * page, now and while the rest of it arrives: of one cache
 */
export function hydrate(cache: object, state?: unknown): void {
  const handle = toHandle(cache)
  if (state === undefined) receiveStates(handle, (each) => hydrateState(handle, each))
  else hydrateState(handle, state)
}

/**
 *     page       |--push 1--|--push 2--|          |--push 3--|-boundary is revealed-|
 *     hydrate                          | 1, 2 |   | 3 |
 */
function receiveStates(handle: CacheHandle, take: (state: unknown) => void): void {
  const left: unknown = Reflect.get(globalThis, GLOBAL_NAME) ?? []
  if (!Array.isArray(left)) {
    warn(handle, new TypeError(`${GLOBAL_NAME} of this page is something else`))
    return
  }
  Reflect.set(globalThis, GLOBAL_NAME, left)
  Object.assign(left, { push: (...states: readonly unknown[]) => states.forEach(take) })
  for (const state of left.splice(0)) take(state)
}

function hydrateState(handle: CacheHandle, state: unknown): void {
  for (const memoryEntry of parseOrWarn(handle, state)) {
    handle.engine.hydrated.set(idOf(memoryEntry.address), memoryEntry)
    if (hydrateEntry(handle, memoryEntry)) publishEntry(handle, memoryEntry)
  }
}

function toHandle(cache: object): CacheHandle {
  const handle = handleOf(cache)
  if (handle) return handle
  throw new InvalidOptionError(`cache: ${shown(cache)} was given; accepted is a Cachetta`)
}

/** The entries of a state, as whoever remembers them does; none where it is damaged. */
export function parseOrWarn(handle: CacheHandle, state: unknown): MemoryEntry[] {
  const { base, policy } = handle
  const onDamaged = (error: unknown) => warn(handle, error)
  try {
    return parseState(state, { types: policy.types, defaultPath: base, onDamaged })
  } catch (error) {
    warn(handle, error)
    return []
  }
}

/** Once for each cache: whoever tampers with a page must not fill the log. */
function warn({ engine }: CacheHandle, error: unknown): void {
  if (engine.warnedOnce.has(GLOBAL_NAME)) return
  engine.warnedOnce.set(GLOBAL_NAME, true)
  log('warn', 'the state that came with the page cannot be used; what it was for is fetched', error)
}

/**
 * Remembers what came, and answers whether it is change, which those who listen have yet to be told.
 *
 *     server    | v1 |~~~~~travels~~~~~|         older than what this browser knows already: it is what the page
 *     browser          | v2 |                    shows until it has hydrated, and is kept nowhere
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

/** Tells those who listen what was received, and stores it. */
export function publishEntry({ engine, policy }: CacheHandle, memoryEntry: MemoryEntry): void {
  notifyListeners(engine.slots.get(idOf(memoryEntry.address)))
  if (memoryEntry.persist !== false) void storeHydrated(engine, clampToNow(engine, memoryEntry), policy.types)
}

/** By a clock that is behind the server's, what has just been fetched would be of the future, and expired. */
function clampToNow({ clock }: Engine, memoryEntry: MemoryEntry): MemoryEntry {
  const { entry } = memoryEntry
  const now = clock.now()
  return entry.storedAt > now ? { ...memoryEntry, entry: { ...entry, storedAt: now } } : memoryEntry
}
