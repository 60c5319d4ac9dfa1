import type { Entry } from '../../entry/entry.ts'
import { addressText } from '../../key/address.ts'
import { compute } from '../compute/compute.ts'
import { isSameFunction } from '../compute/nested-call.ts'
import type { Engine } from '../engine.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Policy } from '../request/policy.ts'
import { canServeOnError, freshnessNow, trustChecked } from '../request/policy.ts'
import type { ComputeRequest } from '../request/request.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'
import type { Found } from './find.ts'
import { find } from './find.ts'
import { revalidate } from './revalidate.ts'

/**
 * One call of a cached function:
 *
 *     fresh               return it
 *     stale               return it, revalidate in the background
 *     missing or expired  join the flight in progress, or start one, and return its result
 *     computation fails   return the old value if `staleIfError` covers its age, else throw
 */
export async function answer(engine: Engine, request: ComputeRequest): Promise<unknown> {
  if (!request.policy.read) return compute(engine, request, { force: true })
  let mayServeOld = request.policy.staleIfError > 0 || request.spansOf !== undefined
  if (!isMissInFlight(engine, request)) {
    const found = await find(engine, request)
    mayServeOld ||= found?.entry.staleIfError !== undefined
    if (tryServe(engine, request, found)) return found.entry.value
  }
  try {
    const value = await compute(engine, request)
    endTrouble(engine, 'staleIfError', request.id)
    return value
  } catch (error) {
    if (request.caller?.signal.aborted) throw error
    return serveStaleOnError(engine, request, mayServeOld ? await find(engine, request) : null, error)
  }
}

/** The shortest path: returns the entry if memory has it and it is fresh. */
export function serveFromMemory(
  engine: Engine,
  cache: { readonly policy: Policy },
  memoryEntry: MemoryEntry | undefined,
): Entry | undefined {
  if (memoryEntry === undefined || freshnessNow(engine, cache, memoryEntry.entry) !== 'fresh') return undefined
  if (trustChecked(cache.policy, memoryEntry) === undefined) return undefined
  engine.emit?.('hit', memoryEntry)
  return memoryEntry.entry
}

/** Serves a fresh entry, or a stale one and starts its revalidation. Returns `false` if the caller must compute. */
export function tryServe(engine: Engine, request: ComputeRequest, found: Found | null): found is Found {
  const freshness = freshnessNow(engine, request, found?.entry)
  engine.emit?.('read', request, { found, freshness })
  if (found === null || freshness === 'missing' || freshness === 'expired') return false
  if (freshness === 'stale') revalidate(engine, request)
  return true
}

/** Returns the old value if `staleIfError` covers its age. Throws `error` otherwise. */
export function serveStaleOnError(
  engine: Engine,
  request: ComputeRequest,
  found: Found | null,
  error: unknown,
): unknown {
  const entry = found?.entry ?? null
  if (!canServeOnError(engine, request, entry)) throw error
  engine.emit?.('rescued', request, { error })
  const message = `${addressText(request.address)} could not be computed; the old value is returned (staleIfError)`
  reportTrouble(engine, ['staleIfError', request.id], message, error)
  return entry.value
}

/**
 * True if a cache miss started the flight in progress, under the same policy. Then the store holds nothing usable, so the caller
 * joins the flight without a read. A forced flight, or one in the background, may run beside a usable entry.
 */
function isMissInFlight(engine: Engine, request: ComputeRequest): boolean {
  const flight = engine.slots.get(request.id)?.flight
  if (flight === undefined || flight.request.policy !== request.policy) return false
  if (!isSameFunction(flight.request, request)) return false
  if (flight.options.startAfter || flight.options.force) return false
  return freshnessNow(engine, request, request.memory?.get(request.id)?.entry) === 'missing'
}
