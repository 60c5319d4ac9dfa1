import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory, setInMemory, toMemoryEntry } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek, peekAny, peekUnlayered } from '../memory/peek.ts'
import { matchesVersion, maxUsableAge, trustChecked } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { Flight } from '../slot/slot.ts'
import { deleteEntry, deleteEntrySync, readEntrySync } from '../store/stored-entry.ts'
import { checkEntrySync } from './check-entry.ts'
import { find, waitForHook } from './find.ts'

/**
 * Loads an entry from the store into memory, for hooks. Deletes an entry that is too old to be used. `isJustStored`: another tab has
 * stored it just now, so it is not too old, whatever the spans say. Resolves after 200 milliseconds at the latest. Never rejects.
 */
export function restoreEntry(engine: Engine, request: EntryRequest, isJustStored = false): Promise<void> {
  return waitForHook(engine, request, restoreWithoutBound(engine, request, isJustStored))
}

/** True if a hook has nothing to show, or only what another tab has replaced, and no late read can bring the new value any more. */
export function isGone({ overdueReads }: Engine, shown: MemoryEntry | undefined): boolean | undefined {
  return !shown || (shown.isOutdated && overdueReads.size === 0)
}

async function restoreWithoutBound(engine: Engine, request: EntryRequest, isJustStored: boolean): Promise<void> {
  const failureBefore = engine.failures.get(request.id)
  const found = await find(engine, request)
  if (found === null) return
  const slot = engine.slots.get(request.id)
  if (isJustStored && slot?.pinned?.entry === found.entry) slot.shown = found.entry
  if (isJustStored || !isTooOld(engine, request, found.entry)) return
  const failure = engine.failures.get(request.id) ?? failureBefore
  deleteFromMemory(engine, request.id)
  if (failure) engine.failures.set(request.id, failure) // nothing has taken its place
  const isBeingWritten = slot?.pendingWrites.size // a delete would follow the write, and remove it
  if (slot?.flight) restoreAfterFailure(engine, request, slot.flight)
  else if (!isBeingWritten) await deleteEntry(engine, request.address)
}

/**
 * A delete ends the right of a computation to store its result. So it waits for a request that began during a slow read, and the store
 * is read again, because another tab may have stored something:
 *
 *     read    |----200 ms----|-------| too old
 *     fetch                  |-----------------✗ failed
 *     read                                      |--| too old: delete
 */
function restoreAfterFailure(engine: Engine, request: EntryRequest, { promise }: Flight): void {
  promise.catch(() => restoreWithoutBound(engine, request, false))
}

/**
 * Does what {@link restoreEntry} does, if that needs no wait. Returns false otherwise, and has done nothing then: the store or the
 * schema returns promises, or a write or delete is on its way to the store.
 */
export function restoreEntrySync(engine: Engine, request: EntryRequest): boolean {
  if (!loadSync(engine, request)) return false
  const entry = peekAny(engine, request)?.entry
  if (peekUnlayered(engine, request) || !matchesVersion(entry, request.policy) || !isTooOld(engine, request, entry))
    return true
  deleteFromMemory(engine, request.id)
  if (request.policy.persist !== false) deleteEntrySync(engine, request.address)
  return true
}

/** Like `peek`. What a store can answer at once is in memory afterwards, so the first render of a hook shows it. */
export function peekOrRestoreSync(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  loadSync(engine, request)
  return peek(engine, request)
}

/**
 * Loads an entry into memory: from a store with synchronous methods; or from memory, if it was loaded before its schema was known.
 * Returns true if nothing more can be found. The engine of a scope reads through its cache, which returns promises.
 */
function loadSync(engine: Engine, request: EntryRequest): boolean {
  const { address, id, memory, policy } = request
  const { serverPage, slots, store } = engine
  if (peekUnlayered(engine, request)) return true
  if (!policy.read || policy.persist === false) return true
  const slot = slots.get(id)
  const inMemory = slot?.pinned ?? memory?.get(id)
  if (serverPage || slot?.pendingWrites.size) return false
  try {
    if (inMemory && !trustChecked(policy, inMemory) && setChecked(engine, request, inMemory.entry)) return true
    if (!store.sync) return false
    const entry = readEntrySync(engine, address, policy.types)
    if (entry) setChecked(engine, request, entry)
    return true
  } catch {
    return false // the schema returned a promise
  }
}

/** Puts an entry into memory that has the version of the request, and whose value matches the schema. Returns what can be shown. */
function setChecked(engine: Engine, request: EntryRequest, entry: Entry): MemoryEntry | undefined {
  const checked = matchesVersion(entry, request.policy) ? checkEntrySync(engine, request, entry) : null
  if (checked) setInMemory(engine, request, toMemoryEntry(engine, request, checked, 'store'))
  return peekUnlayered(engine, request)
}

function isTooOld({ clock }: Engine, { policy }: EntryRequest, entry: Entry): boolean {
  return ageOf(entry, clock.now()) >= maxUsableAge(policy, entry)
}
