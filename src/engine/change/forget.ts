// Memory forgets many entries, and running computations of them no longer count: also those of entries that do not exist yet.

import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { deleteFromMemory } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Slot } from '../slot/slot.ts'
import { endMutation, notifyListeners, repeatRead } from '../slot/slot.ts'

export function slotsUnder({ slots }: Engine, base: string): Slot[] {
  return [...slots.values()].filter(({ address }) => isUnder(base, address))
}

/** Forgets all entries under `base`, and tells the hooks that show them. Returns their slots. */
export function forgetUnder(engine: Engine, base: string): Slot[] {
  const isUnderBase = ({ address }: { readonly address: Address }) => isUnder(base, address)
  deleteFromMemoryWhere(engine, isUnderBase)
  for (const id of engine.failures.keys()) {
    if (isUnderBase({ address: { path: id.split('\0', 1).join(), key: '', exact: true } })) engine.failures.delete(id)
  }
  const slots = slotsUnder(engine, base)
  for (const slot of slots) {
    endMutation(slot, 'invalidation')
    notifyListeners(slot, 'changed', 'invalidation')
  }
  return slots
}

/**
 * Forgets all entries with one of `tags`, and tells the hooks that show them. Returns their slots. The tags of a value are known
 * when it is computed, so running computations, mutations and writes keep the tags until then.
 */
export function forgetTagged(engine: Engine, tags: readonly string[]): Slot[] {
  const hasTag = (memoryEntry?: MemoryEntry) => memoryEntry?.entry.tags.some((tag) => tags.includes(tag)) === true
  const slots = [...engine.slots.values()]
  const shown = slots.filter(({ optimistic, pinned }) => hasTag(pinned) || hasTag(optimistic))
  for (const slot of slots) {
    if (hasTag(slot.optimistic)) slot.optimistic = undefined
    repeatRead(slot)
    for (const running of [slot.flight, slot.mutation, ...slot.pendingWrites.values()]) {
      if (running) running.invalidatedTags = new Set([...(running.invalidatedTags ?? []), ...tags])
    }
  }
  deleteFromMemoryWhere(engine, hasTag)
  for (const slot of shown) notifyListeners(slot, 'changed', 'invalidation')
  return shown
}

function deleteFromMemoryWhere(engine: Engine, matches: (memoryEntry: MemoryEntry) => boolean): void {
  for (const { id, pinned } of engine.slots.values()) if (pinned && matches(pinned)) deleteFromMemory(engine, id)
  for (const memory of [...engine.memories, engine.hydrated]) {
    for (const [id, memoryEntry] of memory) if (matches(memoryEntry)) memory.delete(id)
  }
}
