import { addressText } from '../key/address.ts'
import type { Engine } from './engine.ts'
import { computation } from './fly.ts'
import { log } from './log.ts'
import type { Job } from './question.ts'

/** Computes anew behind the back of an answer already given. At most one per entry; a failure keeps the old value. */
export function revalidate(engine: Engine, job: Job): void {
  if (!job.policy.write || engine.slots.peek(job.id)?.flight != null || engine.backoff.isPausing(job.id)) return
  computation(engine, job, { background: true }).then(
    () => engine.backoff.succeeded(job.id),
    (error: unknown) => {
      engine.backoff.failed(job.id)
      log('warn', `${addressText(job.address)} could not be revalidated; the old value stays`, error)
    },
  )
}
