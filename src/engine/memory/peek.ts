import type { Engine } from '../engine.ts'
import { isUsable, matchesVersion, trustChecked } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { MemoryEntry } from './memory.ts'

/** Returns what can be shown right now: what `peekUnlayered` returns, under the layers of an outbox. */
export function peek(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  const memoryEntry = peekUnlayered(engine, request)
  return engine.applyLayers?.(request, memoryEntry) ?? memoryEntry
}

/** Returns the optimistic value of a mutation, else what hooks show, or a usable entry in memory. */
export function peekUnlayered(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  return engine.slots.get(request.id)?.optimistic ?? peekCommitted(engine, request)
}

/** Like `peek`, without optimistic values. */
export function peekCommitted(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  const memoryEntry = peekAny(engine, request)
  return memoryEntry && isVisible(engine, request, memoryEntry) ? memoryEntry : undefined
}

/**
 * What was just fetched or set is visible to those who wait for it, whatever the spans say. It does not vanish when its time is
 * over, either: it stays until it is replaced. So all hooks of one entry show the same.
 *
 *     staleDuration: 0   |--fetch--| shown ~~~~~~~~~~~~~~~~~~~~ unmount        | mount: too old, fetch again
 */
function isVisible(
  engine: Engine,
  request: EntryRequest,
  { entry, isPreloaded, source }: MemoryEntry,
): boolean | undefined {
  return (
    isUsable(engine, request, entry) ||
    (matchesVersion(entry, request.policy) &&
      (engine.slots.get(request.id)?.shown === entry || isPreloaded || (engine.serverPage && source === 'network')))
  )
}

/** Returns the entry in memory, whatever its age. */
export function peekAny({ slots }: Engine, { id, memory, policy }: EntryRequest): MemoryEntry | undefined {
  return trustChecked(policy, slots.get(id)?.pinned ?? memory?.get(id))
}
