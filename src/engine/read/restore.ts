import { ageOf } from '../../entry/freshness.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory } from '../memory/memories.ts'
import { maxUsableAge } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import { deleteEntry } from '../store/stored-entry.ts'
import { find } from './find.ts'

/** Loads an entry from the store into memory, for hooks. Deletes an entry that is too old to be used. Never rejects. */
export async function restoreEntry(engine: Engine, request: EntryRequest): Promise<void> {
  const found = await find(engine, request)
  if (found === null || ageOf(found.entry, engine.clock.now()) < maxUsableAge(request.policy, found.entry)) return
  deleteFromMemory(engine, request.id)
  const isBeingWritten = engine.slots.get(request.id)?.pendingWrites.size // a delete would follow the write, and remove it
  if (!isBeingWritten) await deleteEntry(engine, request.address)
}
