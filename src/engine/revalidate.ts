import { addressText } from '../key/address.ts'
import type { Backoff } from './backoff.ts'
import { createBackoff } from './backoff.ts'
import { computation } from './computation.ts'
import type { Engine } from './engine.ts'
import { log } from './log.ts'
import type { Job } from './question.ts'

const backoffs = new WeakMap<Engine, Backoff>()

/** Computes anew behind the back of an answer already given. At most one per entry; a failure keeps the old value. */
export function revalidate(engine: Engine, job: Job): void {
  const backoff = backoffs.get(engine) ?? createBackoff(engine.clock)
  backoffs.set(engine, backoff)
  if (!job.policy.write || engine.slots.get(job.id)?.flight || backoff.isPausing(job.id)) return
  const after = new Promise<void>((resolve) => engine.clock.after(0, resolve))
  computation(engine, job, { after }).then(
    () => backoff.succeeded(job.id),
    (error: unknown) => {
      backoff.failed(job.id)
      log('warn', `${addressText(job.address)} could not be revalidated; the old value stays`, error)
    },
  )
}
