import { emit, isObserved } from '#events'
import type { Entry } from '../../entry/entry.ts'
import { ageOf } from '../../entry/freshness.ts'
import { addressText } from '../../key/address.ts'
import { compute } from '../compute/compute.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { Policy } from '../request/policy.ts'
import { canServeOnError, judge } from '../request/policy.ts'
import type { ComputeRequest } from '../request/request.ts'
import type { Found } from './find.ts'
import { find } from './find.ts'
import { revalidate } from './revalidate.ts'

/** The whole way of one call: fresh → the value; stale → the value, and a revalidation; else the function's own result. */
export async function answer(engine: Engine, request: ComputeRequest): Promise<unknown> {
  if (!request.policy.read) return compute(engine, request, { force: true })
  if (!isMissInFlight(engine, request)) {
    const found = await find(engine, request)
    if (tryServe(engine, request, found)) return found.entry.value
  }
  try {
    return await compute(engine, request)
  } catch (error) {
    const old = request.policy.staleIfError > 0 ? await find(engine, request) : null
    return serveStaleOnError(engine, request, old, error)
  }
}

/** The shortest way of all: what is fresh in memory in this very moment. */
export function serveFromMemory(engine: Engine, policy: Policy, known: MemoryEntry | undefined): Entry | undefined {
  if (known === undefined || judge(known.entry, policy, engine.clock.now()) !== 'fresh') return undefined
  if (isObserved()) emit?.('hit', known.address, { source: 'memory', age: ageOf(known.entry, engine.clock.now()) })
  return known.entry
}

/** Answers from what was found, where it is young enough; a stale value sets a revalidation going. */
export function tryServe(engine: Engine, request: ComputeRequest, found: Found | null): found is Found {
  const now = engine.clock.now()
  const freshness = judge(found?.entry ?? null, request.policy, now)
  if (found === null || freshness === 'missing' || freshness === 'expired') {
    emit?.('miss', request.address)
    return false
  }
  const details = { source: found.source, age: ageOf(found.entry, now) }
  if (freshness === 'fresh') {
    emit?.('hit', request.address, details)
    return true
  }
  emit?.('stale', request.address, details)
  revalidate(engine, request)
  return true
}

/** The function failed: the old value answers where `staleIfError` still covers its age. */
export function serveStaleOnError(
  engine: Engine,
  request: ComputeRequest,
  found: Found | null,
  error: unknown,
): unknown {
  const entry = found?.entry ?? null
  if (!canServeOnError(entry, request.policy, engine.clock.now())) throw error
  emit?.('rescued', request.address, { error })
  log('warn', `${addressText(request.address)} could not be computed; the old value answers (staleIfError)`, error)
  return entry.value
}

/**
 * A flight that a miss began tells that nothing is there which its policy could use, so there is nothing to look for. One
 * that began in the background, or to compute anew, may run beside a value that still answers at once.
 */
function isMissInFlight(engine: Engine, request: ComputeRequest): boolean {
  const flight = engine.slots.get(request.id)?.flight
  if (flight === undefined || flight.request.policy !== request.policy) return false
  if (flight.options.startAfter || flight.options.force) return false
  return judge(recalled(request), request.policy, engine.clock.now()) === 'missing'
}

function recalled(request: ComputeRequest) {
  return request.memory?.get(request.id)?.entry ?? null
}
