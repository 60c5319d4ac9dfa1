import type { KeepAlive, KeptEngine, Policy } from '../../engine/request/policy.ts'
import { reportTrouble } from '../../engine/trouble.ts'

/**
 * Creates the function that gives work to the platform which ends or freezes a process after its response. What the work leaves behind
 * belongs to it: a write that takes longer than a call waits for, the release of a lock, messages to other processes.
 *
 *     response   |-stale value-|
 *     waitUntil  |~~~~~~~~~~~~~~|-compute-|-store-|-release the lock-|-publish-|     frozen
 */
export function createKeepAlive(waitUntil: (work: Promise<unknown>) => void): KeepAlive {
  return (engine, work) => {
    engine.unawaited ??= new Set()
    const settle = () => settleRest(engine)
    try {
      waitUntil(work.then(settle, settle))
    } catch (error) {
      const message = 'waitUntil threw; work in the background may be cut off'
      reportTrouble(engine, ['waitUntil', 'threw'], message, error)
    }
  }
}

/** Gives work to the platform, if the cache has `waitUntil`. Returns the work. */
export function keepAlive<T>(
  { engine, policy }: { readonly engine: KeptEngine; readonly policy: Policy },
  work: Promise<T>,
): Promise<T> {
  policy.keepAlive?.(engine, work)
  return work
}

async function settleRest({ store, unawaited = new Set() }: KeptEngine): Promise<void> {
  while (unawaited.size > 0) {
    const works = [...unawaited]
    await Promise.allSettled(works)
    for (const work of works) unawaited.delete(work)
  }
  try {
    await store.flush?.()
  } catch {
    // The store has reported what it could not do.
  }
}
