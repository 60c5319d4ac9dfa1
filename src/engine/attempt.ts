import { UnsafeTypeError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import { failed, worked } from './complaints.ts'
import type { Engine, Operation } from './engine.ts'

/**
 * The one policy for a store that fails: what it throws is one log line and never an error. A read that fails is a miss, a
 * write that fails is a value not kept, a lock that fails is a computation without one; all are `undefined` here. Rejects with
 * the `UnsafeTypeError` of a write alone: whether that is an error is for the caller to say.
 */
export async function attempt<T>(
  engine: Engine,
  operation: Operation,
  address: Address,
  act: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    const outcome = await asOwn(engine, act)
    worked(engine, operation, address)
    return outcome
  } catch (error) {
    return inVain(engine, operation, address, error)
  }
}

/** The synchronous twin of {@link attempt}. */
export function attemptSync<T>(engine: Engine, operation: Operation, address: Address, act: () => T): T | undefined {
  try {
    const outcome = asOwn(engine, act)
    worked(engine, operation, address)
    return outcome
  } catch (error) {
    return inVain(engine, operation, address, error)
  }
}

/** Only a value that cannot be stored is for the caller to judge. */
function inVain(engine: Engine, operation: Operation, address: Address, error: unknown): undefined {
  if (operation === 'write' && error instanceof UnsafeTypeError) throw error
  failed(engine, operation, address, error)
}

/** What the store reports within the call is our own doing. */
function asOwn<T>(engine: Engine, call: () => T): T {
  engine.ownCalls += 1
  try {
    return call()
  } finally {
    engine.ownCalls -= 1
  }
}
