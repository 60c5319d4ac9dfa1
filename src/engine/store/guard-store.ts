// The one policy for a store that fails, or never answers. Every call of a store goes through `guardStore`. What the store throws,
// and a call that it does not answer in time, becomes one log line and `undefined`: a read counts as a miss, a write is lost, a
// computation runs without a lock. The log gets one line per trouble, because a disk that stays full must not fill the log as
// well: the store's failure when it begins and when it ends, and once each for a damaged entry, for a value that cannot be stored,
// and for a path that fails while others work.

import { isCachettaError, messageOf, StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'
import type { Engine, SilentOperation } from '../engine.ts'
import type { StoreOperation } from '../events/reasons.ts'
import { log } from '../log.ts'
import { isThenable } from '../thenable.ts'
import type { TroubleTable } from '../trouble.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'
import { locationOf } from './location.ts'

/** How long a call waits for its answer, in milliseconds. */
export const ANSWER_MS = 5_000

/** The same for calls that may have to visit each entry, and for each step of a listing. */
export const LIST_MS = 60_000

/** The same for calls that tidy up. */
export const TIDY_MS = 600_000

/** How long a hook waits for an answer, because someone looks at it; and every call of a store that has just left one without. */
export const SHORT_WAIT_MS = 200

/** The bound of a call, and who receives an answer that comes later. */
export interface WaitOptions<T> {
  /** In milliseconds. @default a minute for `list`, else 5 seconds */
  readonly ms?: number | undefined
  /** The kind of call that counts as silent if it is not answered. @default the operation */
  readonly name?: SilentOperation | undefined
  /** Called with an answer that came too late. It must not throw. */
  readonly onLate?: ((outcome: T) => void) | undefined
  /** Called if a read finds a value of a type that is not allowed. */
  readonly onUnsafe?: (() => void) | undefined
}

/**
 * Calls the store. Resolves with `undefined` if the call fails, or is not answered in time. Rejects only with the `UnsafeTypeError` of a
 * write.
 */
export async function guardStore<T>(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  call: () => T | Promise<T>,
  { ms, name, onLate, onUnsafe }: WaitOptions<T> = {},
): Promise<T | undefined> {
  try {
    const answer = asOwnCall(engine, call)
    const noteLate = (late: T) => {
      reportStoreSuccess(engine, operation, address)
      onLate?.(late)
    }
    const outcome = isThenable(answer)
      ? await waitForAnswer(engine, operation, answer as Promise<T>, { ms, name, onLate: noteLate })
      : answer
    reportStoreSuccess(engine, operation, address)
    return outcome
  } catch (error) {
    if (isUnsafeValue(error)) onUnsafe?.()
    return rethrowOrReport(engine, operation, address, error)
  }
}

/** The synchronous twin of {@link guardStore}. */
export function guardStoreSync<T>(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  call: () => T,
): T | undefined {
  try {
    const outcome = asOwnCall(engine, call)
    reportStoreSuccess(engine, operation, address)
    return outcome
  } catch (error) {
    return rethrowOrReport(engine, operation, address, error)
  }
}

/**
 * Waits until a store answers. Rejects with a `StoreError` if that takes too long. A call that finds the store silent waits a moment only,
 * until the store answers again:
 *
 *     get a   |~~~~~~~~~~~~5 s~~~~~~~~~~~~| a miss
 *     lock a                              |~200 ms~| no lock
 *     get b                                   |~200 ms~| a miss
 *     get a   |------------------------------------------------------| too late: used if it is still right
 *     get c                                                             |~~~up to 5 s
 */
export function waitForAnswer<T>(
  { silentOperations, unawaited, waits }: Pick<Engine, 'silentOperations' | 'unawaited' | 'waits'>,
  operation: StoreOperation,
  answer: PromiseLike<T>,
  { ms = operation === 'list' ? LIST_MS : ANSWER_MS, name = operation, onLate }: WaitOptions<T> = {},
): Promise<T> {
  const concerns = (each: SilentOperation) => each === name || !(mustEnd(operation) || isOfLock(each))
  const isSilent = [...silentOperations].some(concerns)
  const limit = isSilent ? Math.min(ms, SHORT_WAIT_MS) : ms
  return new Promise((resolve, reject) => {
    let isLate = false
    const stop = waits.start(limit, () => {
      isLate = true
      silentOperations.add(name)
      unawaited?.add(answer)
      reject(new StoreError('STORE', `it has not answered for ${limit / 1000} s`))
    })
    const noteAnswer = () => {
      stop()
      silentOperations.delete(name)
    }
    answer.then(
      (outcome) => {
        noteAnswer()
        if (isLate) onLate?.(outcome)
        else resolve(outcome)
      },
      (error: unknown) => {
        noteAnswer()
        reject(error)
      },
    )
  })
}

/** True if an early end leaves entries that the caller wants to be gone. */
function mustEnd(operation: StoreOperation): boolean {
  return operation === 'delete' || operation === 'list'
}

/** A lock that gives no answer says nothing about the other calls of its store. */
function isOfLock(name: SilentOperation): boolean {
  return name === 'isHeld' || name === 'release'
}

/** The caller of a write decides what a value means that cannot be stored. */
function rethrowOrReport(engine: Engine, operation: StoreOperation, address: Address, error: unknown): undefined {
  if (operation === 'write' && isUnsafeValue(error)) throw error
  reportStoreFailure(engine, operation, address, error)
}

/** True if a value cannot be stored, so the store that refused it works. */
export function isUnsafeValue(error: unknown): boolean {
  return isCachettaError(error) && error.code === 'UNSAFE_TYPE'
}

/** Marks what the store reports within the call as our own change. */
export function asOwnCall<T>(engine: Engine, call: () => T): T {
  engine.ownCalls += 1
  try {
    return call()
  } finally {
    engine.ownCalls -= 1
  }
}

type Reporter = TroubleTable &
  Pick<Engine, 'emit' | 'failingOperations' | 'serverPage'> & {
    readonly store: Pick<Store, 'name'>
    readonly reader: Pick<Store, 'locate'>
  }

/** Logs what the store threw, or what makes an entry unusable. While the store fails, its other failures are only counted. */
export function reportStoreFailure(
  engine: Reporter,
  operation: StoreOperation,
  address: Address,
  error: unknown,
): void {
  engine.emit?.('trouble', { address }, { error, operation })
  const { failingOperations, reader, store } = engine
  const location = shorten(locationOf(reader, address))
  const reason = messageOf(error)
  if (isCachettaError(error) && error.code !== 'STORE') {
    // Not an outage of the store: the value or the stored entry is bad.
    error.stack = `${error}` // the way through this package helps nobody
    if (operation === 'write') {
      const name = `${address.exact ? '' : address.path} ${reason}`
      reportTrouble(engine, ['value', name], `${location} is not stored: ${reason}`, error)
    } else reportTrouble(engine, ['entry', idOf(address)], `${location} counts as missing: ${reason}`, error)
    return
  }
  const isOutage = failingOperations.size > 0
  const message = `the ${store.name} store cannot ${operation} ${location}: ${reason}`
  const isNamed = reportTrouble(engine, [operation, isOutage ? undefined : idOf(address)], message, error)
  if (isOutage || isNamed) failingOperations.add(operation)
}

/**
 * Logs an error that belongs to no call, because the store carries a write out after `set` has resolved. A later `set` that resolves
 * is no sign that the store works again, so only the time ends this trouble.
 */
export function reportLateFailure(engine: Reporter, error: unknown, address?: Address): void {
  engine.emit?.('trouble', { address }, { error, operation: 'write' })
  const reason = messageOf(error)
  const what = address ? shorten(locationOf(engine.reader, address)) : 'its entries'
  const message = `the ${engine.store.name} store cannot keep ${what}: ${reason}`
  reportTrouble(engine, ['late write', address ? idOf(address) : reason], message, error)
}

/**
 * A store that can write has recovered, even if other operations were not tried again. The calls of a scope end in those of its
 * cache, which reports them.
 */
export function reportStoreSuccess(engine: Reporter, operation: StoreOperation, address: Address): void {
  const { failingOperations, serverPage, store, troubles } = engine
  if (troubles.size === 0 || serverPage) return
  const id = idOf(address)
  endTrouble(engine, operation, id)
  if (operation === 'write') {
    endTrouble(engine, 'entry', id)
    endTrouble(engine, 'value', id)
  }
  if (failingOperations.size === 0) return
  failingOperations.delete(operation)
  if (operation === 'write') failingOperations.clear()
  if (failingOperations.size === 0) log('info', `the ${store.name} store works again`)
}

function shorten(location: string): string {
  return location.length > 200 ? `${location.slice(0, 200)}…` : location
}
