import { emit } from '#events'
import { CachettaError, UnsafeTypeError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'
import type { Engine, StoreOperation } from '../engine.ts'
import { log } from '../log.ts'
import { locationOf } from './location.ts'

/**
 * The one policy for a store that fails: what it throws is one log line and never an error. A read that fails is a miss, a
 * write that fails is a value not kept, a lock that fails is a computation without one; all are `undefined` here. Rejects with
 * the `UnsafeTypeError` of a write alone: whether that is an error is for the caller to say.
 */
export async function guardStore<T>(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  act: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    const outcome = await asOwnCall(engine, act)
    reportStoreSuccess(engine, operation, address)
    return outcome
  } catch (error) {
    return rethrowOrReport(engine, operation, address, error)
  }
}

/** The synchronous twin of {@link guardStore}. */
export function guardStoreSync<T>(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  act: () => T,
): T | undefined {
  try {
    const outcome = asOwnCall(engine, act)
    reportStoreSuccess(engine, operation, address)
    return outcome
  } catch (error) {
    return rethrowOrReport(engine, operation, address, error)
  }
}

/** Only a value that cannot be stored is for the caller to judge. */
function rethrowOrReport(engine: Engine, operation: StoreOperation, address: Address, error: unknown): undefined {
  if (operation === 'write' && error instanceof UnsafeTypeError) throw error
  reportStoreFailure(engine, operation, address, error)
}

/** What the store reports within the call is our own doing. */
function asOwnCall<T>(engine: Engine, call: () => T): T {
  engine.ownCalls += 1
  try {
    return call()
  } finally {
    engine.ownCalls -= 1
  }
}

// One trouble, one line. A disk that stays full must not fill the log as well, so a store's failure is told when it
// begins and when it ends; a damaged entry, an unstorable value and a place that fails while others work, once each.

type Complaining = Pick<Engine, 'failingOperations' | 'warnedOnce'> & { readonly store: Pick<Store, 'name' | 'locate'> }

/** Something was thrown by the store. */
export function reportStoreFailure(
  engine: Complaining,
  operation: StoreOperation,
  address: Address,
  error: unknown,
): void {
  emit?.('trouble', address, { error })
  const { store } = engine
  const place = shortened(locationOf(store, address))
  const reason = error instanceof Error ? error.message : String(error)
  // The store is well where what it was request to keep, or kept, is not.
  const isOfEntry = error instanceof CachettaError && error.code !== 'STORE'
  let subject = `${operation} ${place}`
  let sentence = `the ${store.name} store cannot ${subject} (${reason}); the work goes on without it`
  if (isOfEntry && operation === 'write') {
    subject = address.exact ? reason : `${address.path} ${reason}`
    sentence = `the value for ${place} is not stored: ${reason}`
  } else if (isOfEntry) {
    subject = place
    sentence = `${place}: ${reason}; it counts as missing until it is written anew`
  }
  log(shouldWarn(engine, subject, isOfEntry ? undefined : operation) ? 'warn' : 'debug', sentence, error)
}

/** Is `subject` to be told, once? `trouble`: the operation for which the store is not well. */
function shouldWarn(
  { failingOperations, warnedOnce }: Complaining,
  subject: string,
  trouble: StoreOperation | undefined,
): boolean {
  const isFailing = trouble !== undefined && failingOperations.size > 0
  const isNew = !isFailing && !warnedOnce.has(subject)
  if (isNew) warnedOnce.set(subject, true)
  if (trouble && (isFailing || isNew)) failingOperations.add(trouble)
  return isNew
}

/** The store did what it was request. One that can write is well again, whatever has not been tried since. */
export function reportStoreSuccess(
  { failingOperations, store, warnedOnce }: Complaining,
  operation: StoreOperation,
  address: Address,
): void {
  if (warnedOnce.size > 0) {
    const place = shortened(locationOf(store, address))
    warnedOnce.delete(`${operation} ${place}`)
    if (operation === 'write') warnedOnce.delete(place)
  }
  if (failingOperations.size === 0) return
  failingOperations.delete(operation)
  if (operation === 'write') failingOperations.clear()
  if (failingOperations.size === 0) log('info', `the ${store.name} store works again`)
}

function shortened(place: string): string {
  return place.length > 200 ? `${place.slice(0, 200)}…` : place
}
