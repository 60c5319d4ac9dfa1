// Calls of a store that visit many entries. How long they take depends on how many there are, so their bound of time starts again
// whenever the store tells of progress:
//
//     store    |--progress--|--progress--|-----done
//     bound    |~~~~~~~~~~~~|~~~~~~~~~~~~|~~~~~~~~~~~~~~~~✗ would end here

import type { Signal } from '../../key/abort-signal.ts'
import type { Address } from '../../key/address.ts'
import type { Visit } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { StoreOperation } from '../events/reasons.ts'
import type { WaitOptions } from './guard-store.ts'
import { asOwnCall, reportStoreFailure, reportStoreSuccess, waitForAnswer } from './guard-store.ts'

/** The options of a visit. */
export interface VisitOptions extends WaitOptions<void> {
  readonly signal?: Signal | undefined
}

type VisitCall = (visit: Visit) => Promise<void> | undefined

/** Calls the store. Rejects with its error, or if it has made no progress for `ms` milliseconds. */
export function visitStore(
  engine: Engine,
  operation: StoreOperation,
  call: VisitCall,
  { signal, ...wait }: VisitOptions = {},
): Promise<void> {
  let hasProgress = false
  const onProgress = () => {
    hasProgress = true
  }
  const start: Engine['waits']['start'] = (ms, giveUp) => {
    const check = () => {
      if (!hasProgress) return giveUp()
      hasProgress = false
      stop = engine.waits.start(ms, check)
    }
    let stop = engine.waits.start(ms, check)
    return () => stop()
  }
  const visit: Visit = { signal, onProgress }
  const answer = Promise.resolve(asOwnCall(engine, () => call(visit)))
  return waitForAnswer({ ...engine, waits: { start } }, operation, answer, wait)
}

/** Does the same, and reports a failure instead of rejecting. */
export async function guardVisit(
  engine: Engine,
  operation: StoreOperation,
  address: Address,
  call: VisitCall,
  options: VisitOptions = {},
): Promise<void> {
  const noteSuccess = () => reportStoreSuccess(engine, operation, address)
  try {
    await visitStore(engine, operation, call, { ...options, onLate: noteSuccess })
    noteSuccess()
  } catch (error) {
    reportStoreFailure(engine, operation, address, error)
  }
}
