import { callChain } from '#call-chain'
import { log } from '../log.ts'
import { setInMemory } from '../memory/memories.ts'
import { peekUnlayered } from '../memory/peek.ts'
import { restoreEntry, restoreEntrySync } from '../read/restore.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import type { KeyRequest } from '../request/resolve-key.ts'
import { compute } from './compute.ts'
import { findOwnComputation, noteWaiting, wouldDeadlock } from './nested-call.ts'
import { requestFetch } from './request-fetch.ts'

/** A prefetch does not repeat a request that began less than this ago. */
const DEDUPING_INTERVAL_MS = 2_000

type Run = (context: ComputeContext) => unknown

/** Fetches an entry that a hook will show soon. The first hook that shows it does not fetch. A failed preload has no effect. */
export async function preloadEntry(request: KeyRequest, run: Run): Promise<unknown> {
  const { handle, id, memory } = request
  const { engine } = handle
  const value = await compute(engine, toComputeRequest(request, run), { force: true, reason: 'preload' })
  const memoryEntry = memory?.get(id)
  const isShown = (engine.slots.get(id)?.listeners.size ?? 0) > 0
  if (memoryEntry && memoryEntry.entry.value === value && !isShown) {
    setInMemory(engine, request, { ...memoryEntry, isPreloaded: true })
  }
  return value
}

/** Brings a fresh entry into memory: from the store, else by a fetch. Never rejects. */
export async function prefetchEntry(request: KeyRequest, run: Run): Promise<void> {
  const { engine } = request.handle
  const peekEntry = () => peekUnlayered(engine, request)?.entry
  if (!restoreEntrySync(engine, request)) await restoreEntry(engine, request)
  if (freshnessNow(engine, request, peekEntry()) === 'fresh') return
  const wanted = toComputeRequest(request, run)
  if (callChain && findOwnComputation(engine, wanted)) return // it must not wait for the computation that it is part of
  try {
    const flight = requestFetch(engine, wanted, 'prefetch', DEDUPING_INTERVAL_MS)
    if (flight === null || (callChain && wouldDeadlock(flight))) return
    if (callChain) noteWaiting(flight)
    await flight.promise
  } catch (error) {
    log('debug', 'a prefetch failed; the hook that shows the entry fetches it', error)
  }
}

function toComputeRequest(request: KeyRequest, run: Run): ComputeRequest {
  return { ...request, run, shouldStore: (value) => request.handle.shouldStore(value, request.args) }
}
