import type { Engine } from '../engine.ts'
import { freshnessNow, trustChecked } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { MemoryEntry } from './memory.ts'

/** Returns what can be shown right now: the optimistic value of a mutation, else a fresh or stale entry in memory. */
export function peek(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  return engine.slots.get(request.id)?.optimistic ?? peekCommitted(engine, request)
}

/** Like `peek`, without optimistic values. */
export function peekCommitted(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  const memoryEntry = peekAny(engine, request)
  const freshness = freshnessNow(engine, request, memoryEntry?.entry)
  return freshness === 'fresh' || freshness === 'stale' ? memoryEntry : undefined
}

/** Returns the entry in memory, whatever its age. */
export function peekAny({ slots }: Engine, { id, memory, policy }: EntryRequest): MemoryEntry | undefined {
  return trustChecked(policy, slots.get(id)?.pinned ?? memory?.get(id))
}
