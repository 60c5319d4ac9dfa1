import { emit } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { createEntry } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory, setInMemory, toMemoryEntry } from '../memory/memories.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import { notifyListeners, supersede, trackWrite, withSlot } from '../slot/slot.ts'
import { writeEntry, writeEntrySync } from '../store/stored-entry.ts'

/** Stores a value that the caller has at hand; it wins over any computation that is running. Rejects with `UnsafeTypeError` alone. */
export async function writeValue(
  engine: Engine,
  request: EntryRequest & Pick<ComputeRequest, 'tagsOf'>,
  value: unknown,
): Promise<void> {
  const entry = createEntry(engine, request, value)
  if (!request.policy.write || entry === undefined) return
  if (await storeEntry(engine, request, entry)) emit?.('stored', request.address)
}

/** Stores an entry that someone made, and says whether it is kept. It wins over any computation that is running. */
export function storeEntry(engine: Engine, request: EntryRequest, entry: Entry): Promise<boolean> {
  const { address, id, policy } = request
  return withSlot(engine, request, async (slot) => {
    supersede(slot)
    const { version } = slot
    const isKept =
      policy.persist === false || (await trackWrite(slot, writeEntry(engine, address, entry, policy.types)))
    if (slot.version === version) setInMemory(engine, request, toMemoryEntry(request, entry, 'memory'))
    else deleteFromMemory(engine, id)
    notifyListeners(slot)
    return isKept
  })
}

/** The synchronous twin of {@link writeValue}. */
export function writeValueSync(
  engine: Engine,
  request: EntryRequest & Pick<ComputeRequest, 'tagsOf'>,
  value: unknown,
): void {
  const entry = createEntry(engine, request, value)
  if (!request.policy.write || entry === undefined) return
  if (storeEntrySync(engine, request, entry)) emit?.('stored', request.address)
}

/** The synchronous twin of {@link storeEntry}. */
export function storeEntrySync(engine: Engine, request: EntryRequest, entry: Entry): boolean {
  const { address, id, policy } = request
  const isKept = writeEntrySync(engine, address, entry, policy.types)
  const slot = engine.slots.get(id)
  if (slot) supersede(slot)
  setInMemory(engine, request, toMemoryEntry(request, entry, 'memory'))
  notifyListeners(slot)
  return isKept
}
