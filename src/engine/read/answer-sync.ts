import { callChain } from '#call-chain'
import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../../errors.ts'
import { ignoreRejection } from '../../key/ignore-rejection.ts'
import type { SyncLock } from '../../store/store.ts'
import { writeValueSync } from '../change/write.ts'
import { computeNestedSync, findOwnComputation, runInChainSync } from '../compute/nested-call.ts'
import { warnNotStored } from '../compute/store-result.ts'
import type { Engine } from '../engine.ts'
import type { EventFlight } from '../events/event.ts'
import type { DropReason } from '../events/reasons.ts'
import { freshnessNow } from '../request/policy.ts'
import type { ComputeContext, ComputeRequest } from '../request/request.ts'
import { applySchemaSync } from '../request/schema.ts'
import { releaseSlot, retainSlot } from '../slot/slot.ts'
import { isUnsafeValue, reportStoreFailure } from '../store/guard-store.ts'
import { lockEntrySync } from '../store/stored-entry.ts'
import { isThenable } from '../thenable.ts'
import { endTrouble } from '../trouble.ts'
import { serveStaleOnError, tryServe } from './answer.ts'
import { findSync } from './find.ts'

/** A synchronous function cannot be aborted. The signal is made when it is read: workerd allows none while a module is loaded. */
const NEVER_ABORTED: ComputeContext = {
  get signal() {
    return new AbortController().signal
  },
}

/** What events know of a synchronous computation. Nobody can join it, so it has no `Flight`. */
type SyncFlight = EventFlight<ComputeRequest>

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

/** Computes under the store's lock, if the store can lock, and stores the value. Without `findOther`, does not wait for a holder. */
export function computeSync(
  engine: Engine,
  request: ComputeRequest,
  findOther?: (engine: Engine, request: ComputeRequest) => { value: unknown } | null,
): unknown {
  const own = callChain && findOwnComputation(engine, request)
  if (own) return computeNestedSync(own, engine, request, NEVER_ABORTED)
  const { lock: mayWait, write } = request.policy
  const wait = findOther !== undefined && mayWait
  let lock = write ? lockEntrySync(engine, request.address, wait) : undefined
  const slot = retainSlot(engine, request)
  const { version } = slot
  const flight: SyncFlight = { request, options: {}, startedAt: engine.clock.elapsed() }
  engine.emit?.('started', flight)
  try {
    const other = findOther?.(engine, request)
    if (other) engine.emit?.('adopted', flight)
    if (other) return other.value
    if (lock === null && wait) lock = lockEntrySync(engine, request.address, false) // the holder has finished without a result
    const { isRefused, value } = conformSync(engine, request, runSync(engine, flight))
    // The function itself may have invalidated the entry, or another process, which broke the lock.
    const findDropReason = () => {
      if (slot.version !== version) return 'own change'
      return lock?.set !== undefined || lock?.isHeld() !== false ? undefined : 'lost lock'
    }
    if (isRefused) engine.emit?.('refused', flight)
    else storeResultSync(engine, flight, value, lock, findDropReason)
    return value
  } finally {
    lock?.release()
    releaseSlot(engine, slot)
    engine.emit?.('ended', flight)
  }
}

/** Finds the value that another process computed while this one waited for the lock. */
function findOtherResultSync(engine: Engine, request: ComputeRequest): { value: unknown } | null {
  if (!request.policy.lock || !request.policy.write) return null
  const entry = findSync(engine, request)?.entry
  if (!entry || freshnessNow(engine, request, entry) !== 'fresh') return null
  return entry
}

function runSync(engine: Engine, flight: SyncFlight): unknown {
  const { request } = flight
  engine.emit?.('computing', flight)
  try {
    const value = runInChainSync(engine, request, NEVER_ABORTED)
    endTrouble(engine, 'staleIfError', request.id)
    engine.emit?.('computed', flight)
    return value
  } catch (error) {
    engine.emit?.('failed', flight, { error })
    throw error
  }
}

function storeResultSync(
  engine: Engine,
  flight: SyncFlight,
  value: unknown,
  lock: SyncLock | null | undefined,
  findDropReason: () => DropReason | undefined,
): void {
  const { request } = flight
  if (!request.policy.write) return
  if (!passesConditionSync(engine, request, value)) {
    engine.emit?.('refused', flight)
    return
  }
  const reason = findDropReason()
  if (reason) engine.emit?.('dropped', flight, { reason })
  else writeResultSync(engine, flight, value, lock)
}

function writeResultSync(engine: Engine, flight: SyncFlight, value: unknown, lock: SyncLock | null | undefined): void {
  const { request } = flight
  try {
    writeValueSync(engine, request, value, flight, lock)
  } catch (error) {
    if (!isUnsafeValue(error)) throw error
    reportStoreFailure(engine, 'write', request.address, error)
    engine.emit?.('refused', flight)
  }
}

/** Returns what the schema makes of a computed value, and whether the schema accepts that, too. */
function conformSync(
  engine: Engine,
  request: ComputeRequest,
  computed: unknown,
): { readonly value: unknown; readonly isRefused: boolean } {
  const { schema } = request.policy
  let value = computed
  try {
    if (schema) {
      value = applySchemaSync(schema, computed)
      applySchemaSync(schema, value)
      endTrouble(engine, 'schema', request.id)
    }
    return { value, isRefused: false }
  } catch (error) {
    if (error instanceof InvalidOptionError) throw error
    warnNotStored(engine, request, 'schema', error)
    return { value, isRefused: true }
  }
}

function passesConditionSync(engine: Engine, request: ComputeRequest, value: unknown): boolean {
  let result: unknown
  try {
    result = request.shouldStore(value)
  } catch (error) {
    warnNotStored(engine, request, 'condition', error)
    return false
  }
  if (isThenable(result)) {
    ignoreRejection(result)
    throw new InvalidOptionError(
      `condition: it returned a promise${hasLongTexts ? ', and a synchronous function cannot wait for it; return a boolean' : ''}`,
    )
  }
  endTrouble(engine, 'condition', request.id)
  return Boolean(result)
}
