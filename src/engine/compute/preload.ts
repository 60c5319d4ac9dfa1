import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import { setInMemory } from '../memory/memories.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import { peek } from '../memory/peek.ts'
import { restoreEntry } from '../read/restore.ts'
import { judge } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { KeyRequest } from '../request/resolve-key.ts'
import { compute } from './compute.ts'
import { requestFetch } from './request-fetch.ts'

/** What began to be fetched within so many milliseconds need not be fetched again. */
const DEDUPING_INTERVAL_MS = 2_000

type RunFetcher = (context: ComputeContext) => unknown

/** Fetches what will be shown soon. The first to show it does not fetch again; a failed one is as if it had not been. */
export async function preloadEntry(request: KeyRequest, fetch: RunFetcher): Promise<unknown> {
  const { handle, id, memory } = request
  const { engine } = handle
  const value = await compute(engine, toComputeRequest(request, fetch), { force: true })
  const memoryEntry = memory?.get(id)
  const isShown = (engine.slots.get(id)?.listeners.size ?? 0) > 0
  if (memoryEntry !== undefined && memoryEntry.entry.value === value && !isShown) {
    setInMemory(engine, request, { ...memoryEntry, isPreloaded: true })
  }
  return value
}

/** Sees to it that the entry is in memory and fresh, from the store where it is there. Never rejects. */
export async function prefetchEntry(request: KeyRequest, fetch: RunFetcher): Promise<void> {
  const { engine } = request.handle
  const known = () => peek(engine, request)?.entry ?? null
  if (known() === null) await restoreEntry(engine, request)
  if (judge(known(), request.policy, engine.clock.now()) === 'fresh') return
  try {
    await requestFetch(engine, toComputeRequest(request, fetch), DEDUPING_INTERVAL_MS)?.promise
  } catch (error) {
    log('debug', 'a prefetch failed; whoever shows the entry fetches it', error)
  }
}

function toComputeRequest(request: KeyRequest, run: RunFetcher): ComputeRequest {
  return { ...request, run, shouldStore: (value) => request.handle.shouldStore(value, request.args) }
}

/** A preload stands for one fetch: who shows the entry after this moment fetches again. A component mounted twice is one. */
export function markPreloadUsed({ clock }: Engine, preloaded: MemoryEntry): void {
  clock.after(0, () => {
    preloaded.isPreloaded = false
  })
}
