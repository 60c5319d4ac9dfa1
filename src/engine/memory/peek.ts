import type { Engine } from '../engine.ts'
import { judge } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import type { MemoryEntry } from './memory.ts'

/** What can be shown of an entry in this very moment: what a mutation expects, else what memory holds and is not too old. */
export function peek(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  return engine.slots.get(request.id)?.optimistic ?? peekCommitted(engine, request)
}

/** The same without what a mutation only expects. */
export function peekCommitted(engine: Engine, request: EntryRequest): MemoryEntry | undefined {
  const memoryEntry = peekAny(engine, request)
  const freshness = judge(memoryEntry?.entry, request.policy, engine.clock.now())
  return freshness === 'fresh' || freshness === 'stale' ? memoryEntry : undefined
}

/** What memory holds, however old. */
export function peekAny({ slots }: Engine, { id, memory }: EntryRequest): MemoryEntry | undefined {
  return slots.get(id)?.pinned ?? memory?.get(id)
}
