// Registers a computation at the store, so that other processes neither repeat it nor lose a change to it.

import type { Lock } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { Flight } from '../slot/slot.ts'
import { guardStore } from '../store/guard-store.ts'
import { locationOf } from '../store/location.ts'
import { reportTrouble } from '../trouble.ts'

/**
 * Takes the lock of the entry, or waits until its holder has finished or has had its time. A forced flight, and a cache with
 * `lock: false`, computes beside the holder. Returns `null` if the holder has finished, `undefined` if the store has no locks.
 */
export async function lockEntry(engine: Engine, { request, options }: Flight): Promise<Lock | null | undefined> {
  const { address, policy } = request
  const { reader, store } = engine
  if (!policy.write || policy.persist === false) return undefined
  const wait = !options.force && policy.lock
  if (!wait && store.share) return guardStore(engine, 'lock', address, () => store.share?.(address))
  if (!policy.lock) return undefined
  const lock = await guardStore(engine, 'lock', address, () => store.lock?.(address, wait))
  if (lock?.isShared) {
    const message = `the lock of ${locationOf(reader, address)} is held for too long; the value is computed without it`
    reportTrouble(engine, ['held lock', request.id], message)
  }
  return lock
}
