// The one policy for a store that fails. Every call of a store goes through `guardStore`. What the store throws becomes one log
// line and `undefined`: a read counts as a miss, a write is lost, a computation runs without a lock. The log gets one line per
// trouble, because a disk that stays full must not fill the log as well: the store's failure when it begins and when it ends,
// and once each for a damaged entry, for a value that cannot be stored, and for a path that fails while others work.

import { emit } from '#events'
import { isCachettaError, messageOf } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'
import type { Engine, StoreOperation } from '../engine.ts'
import { log } from '../log.ts'
import type { TroubleTable } from '../trouble.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'
import { locationOf } from './location.ts'

/** Calls the store. Resolves with `undefined` if the call fails. Rejects only with the `UnsafeTypeError` of a write. */
export async function guardStore<T>(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  call: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    const outcome = await asOwnCall(engine, call)
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
function asOwnCall<T>(engine: Engine, call: () => T): T {
  engine.ownCalls += 1
  try {
    return call()
  } finally {
    engine.ownCalls -= 1
  }
}

type Reporter = TroubleTable &
  Pick<Engine, 'failingOperations' | 'serverPage'> & {
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
  emit?.('trouble', address, { error })
  const { failingOperations, reader, store } = engine
  const location = shorten(locationOf(reader, address))
  const reason = messageOf(error)
  if (isCachettaError(error) && error.code !== 'STORE') {
    // Not an outage of the store: the value or the stored entry is bad.
    error.stack = `${error}` // the way through this package helps nobody
    const isWrite = operation === 'write'
    const name = isWrite ? `${address.exact ? '' : address.path} ${reason}` : idOf(address)
    const problem = isWrite ? 'is not stored' : 'counts as missing'
    reportTrouble(engine, ['entry', name], `${location} ${problem}: ${reason}`, error)
    return
  }
  const isOutage = failingOperations.size > 0
  const message = `the ${store.name} store cannot ${operation} ${location}: ${reason}`
  const isNamed = reportTrouble(engine, [operation, isOutage ? undefined : idOf(address)], message, error)
  if (isOutage || isNamed) failingOperations.add(operation)
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
  if (operation === 'write') endTrouble(engine, 'entry', id)
  if (failingOperations.size === 0) return
  failingOperations.delete(operation)
  if (operation === 'write') failingOperations.clear()
  if (failingOperations.size === 0) log('info', `the ${store.name} store works again`)
}

function shorten(location: string): string {
  return location.length > 200 ? `${location.slice(0, 200)}…` : location
}
