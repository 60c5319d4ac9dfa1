import { emit } from '#events'
import { InvalidOptionError, UnsafeTypeError } from '../../errors.ts'
import { writeValueSync } from '../change/write.ts'
import { warnNotStored } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { judge, matchesVersion } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import { releaseSlot, retainSlot } from '../slot/slot.ts'
import { reportStoreFailure } from '../store/guard-store.ts'
import { lockEntrySync } from '../store/stored-entry.ts'
import { serveStaleOnError, tryServe } from './answer.ts'
import { findSync } from './find.ts'

/** Nothing can stop what never pauses. */
const UNABORTABLE: ComputeContext = { signal: new AbortController().signal }

/** The synchronous twin of `answer`. A stale value's revalidation runs on the asynchronous way, after the return. */
export function answerSync(engine: Engine, request: ComputeRequest): unknown {
  if (!request.policy.read) return computeSync(engine, request)
  const found = findSync(engine, request)
  if (tryServe(engine, request, found)) return found.entry.value
  try {
    return computeSync(engine, request, findOtherResultSync)
  } catch (error) {
    return serveStaleOnError(engine, request, found, error)
  }
}

/** Computes under the store's lock, where it has one, and keeps the value. */
export function computeSync(
  engine: Engine,
  request: ComputeRequest,
  adopted: (engine: Engine, request: ComputeRequest) => { value: unknown } | null = () => null,
): unknown {
  const lock = request.policy.lock && request.policy.write ? lockEntrySync(engine, request.address) : null
  const slot = retainSlot(engine, request)
  const since = slot.version
  try {
    const entry = adopted(engine, request)
    if (entry !== null) return entry.value
    const value = runSync(engine, request)
    // The function itself may have invalidated the entry; others may have, as the lock knows.
    storeResultSync(engine, request, value, () => slot.version === since && lock?.isHeld() !== false)
    return value
  } finally {
    lock?.release()
    releaseSlot(engine, slot)
  }
}

/** What another process computed while this one waited for the lock. */
function findOtherResultSync(engine: Engine, request: ComputeRequest): { value: unknown } | null {
  if (!request.policy.lock || !request.policy.write) return null
  const found = findSync(engine, request)
  const entry = found?.entry ?? null
  if (!matchesVersion(entry, request.policy) || judge(entry, request.policy, engine.clock.now()) !== 'fresh')
    return null
  emit?.('adopted', request.address)
  return entry
}

function runSync(engine: Engine, request: ComputeRequest): unknown {
  const began = engine.clock.now()
  try {
    const value = request.run(UNABORTABLE)
    emit?.('computed', request.address, { elapsed: engine.clock.now() - began })
    return value
  } catch (error) {
    emit?.('failed', request.address, { elapsed: engine.clock.now() - began, error })
    throw error
  }
}

function storeResultSync(engine: Engine, request: ComputeRequest, value: unknown, isStillWanted: () => boolean): void {
  if (!request.policy.write) return
  if (!passesConditionSync(request, value)) emit?.('refused', request.address)
  else if (!isStillWanted()) emit?.('discarded', request.address)
  else writeResultSync(engine, request, value)
}

function writeResultSync(engine: Engine, request: ComputeRequest, value: unknown): void {
  try {
    writeValueSync(engine, request, value)
  } catch (error) {
    if (!(error instanceof UnsafeTypeError)) throw error
    reportStoreFailure(engine, 'write', request.address, error)
    emit?.('refused', request.address)
  }
}

function passesConditionSync(request: ComputeRequest, value: unknown): boolean {
  let verdict: boolean | Promise<boolean>
  try {
    verdict = request.shouldStore(value)
  } catch (error) {
    warnNotStored(request, 'condition', error)
    return false
  }
  if (typeof verdict === 'object') {
    verdict.catch(() => {})
    throw new InvalidOptionError(
      'condition: it returned a promise, and a synchronous function cannot wait for it; return a boolean',
    )
  }
  return verdict
}
