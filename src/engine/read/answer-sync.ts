import { emit } from '#events'
import { InvalidOptionError, UnsafeTypeError } from '../../errors.ts'
import { writeValueSync } from '../change/write.ts'
import { warnNotStored } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import { releaseSlot, retainSlot } from '../slot/slot.ts'
import { reportStoreFailure } from '../store/guard-store.ts'
import { lockEntrySync } from '../store/stored-entry.ts'
import { endTrouble } from '../trouble.ts'
import { serveStaleOnError, tryServe } from './answer.ts'
import { findSync } from './find.ts'

/** A synchronous function cannot be aborted. */
const NEVER_ABORTED: ComputeContext = { signal: new AbortController().signal }

/** The synchronous twin of `answer`. A stale value is revalidated asynchronously, after the call has returned. */
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

/** Computes under the store's lock, if the store can lock, and stores the value. */
export function computeSync(
  engine: Engine,
  request: ComputeRequest,
  findOther: (engine: Engine, request: ComputeRequest) => { value: unknown } | null = () => null,
): unknown {
  const lock = request.policy.lock && request.policy.write ? lockEntrySync(engine, request.address) : null
  const slot = retainSlot(engine, request)
  const { version } = slot
  try {
    const other = findOther(engine, request)
    if (other !== null) return other.value
    const value = runSync(engine, request)
    // The function itself may have invalidated the entry, or another process, which broke the lock.
    storeResultSync(engine, request, value, () => slot.version === version && lock?.isHeld() !== false)
    return value
  } finally {
    lock?.release()
    releaseSlot(engine, slot)
  }
}

/** Finds the value that another process computed while this one waited for the lock. */
function findOtherResultSync(engine: Engine, request: ComputeRequest): { value: unknown } | null {
  if (!request.policy.lock || !request.policy.write) return null
  const entry = findSync(engine, request)?.entry
  if (!entry || freshnessNow(engine, request, entry) !== 'fresh') return null
  emit?.('adopted', request.address)
  return entry
}

function runSync(engine: Engine, request: ComputeRequest): unknown {
  const startedAt = engine.clock.now()
  try {
    const value = request.run(NEVER_ABORTED)
    endTrouble(engine, 'staleIfError', request.id)
    emit?.('computed', request.address, { elapsed: engine.clock.now() - startedAt })
    return value
  } catch (error) {
    emit?.('failed', request.address, { elapsed: engine.clock.now() - startedAt, error })
    throw error
  }
}

function storeResultSync(engine: Engine, request: ComputeRequest, value: unknown, isCurrent: () => boolean): void {
  if (!request.policy.write) return
  if (!passesConditionSync(engine, request, value)) emit?.('refused', request.address)
  else if (!isCurrent()) emit?.('discarded', request.address)
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

function passesConditionSync(engine: Engine, request: ComputeRequest, value: unknown): boolean {
  let result: boolean | Promise<boolean>
  try {
    result = request.shouldStore(value)
  } catch (error) {
    warnNotStored(engine, request, 'condition', error)
    return false
  }
  if (typeof result === 'object') {
    result.catch(() => {})
    throw new InvalidOptionError(
      'condition: it returned a promise, and a synchronous function cannot wait for it; return a boolean',
    )
  }
  endTrouble(engine, 'condition', request.id)
  return result
}
