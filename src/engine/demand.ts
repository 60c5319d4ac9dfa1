import type { Engine } from './engine.ts'
import { takeOff } from './fly.ts'
import { glance } from './glance.ts'
import type { Remembered } from './memory.ts'
import type { Job, Question } from './question.ts'
import type { Flight } from './slots.ts'

/**
 * What someone who shows an entry asks for: `null` where the last request began less than `dedupe` milliseconds ago and has
 * answered. The later request wins, even if the earlier one answers last. A computation that someone awaits, such as a function's
 * caller or a preload, is joined at any time. Without `dedupe` the entry is known to be outdated: any computation that runs began
 * since then, and what has answered did not.
 *
 *     request 1   |-----------------------|         dropped, older than 2
 *     request 2            |-----------|            began after the dedupe window of 1
 *     demand         ^ joins 1     ^ joins 2
 */
export function demand(engine: Engine, job: Job, dedupe?: number): Flight | null {
  const running = engine.slots.get(job.id)?.flight
  const isOutdated = dedupe === undefined
  if (running && (isOutdated || running.isAwaited || engine.clock.now() - running.startedAt <= dedupe)) return running
  if (!running && !isOutdated && isRecent(engine, job, dedupe)) return null
  const anew = isOutdated || running != null || glance(engine, job)?.isOutdated === true // no lock of the older one holds it up
  return takeOff(engine, job, { isShown: true, recent: dedupe, anew })
}

/** Did the last request begin less than `dedupe` milliseconds ago? */
export function isRecent(engine: Engine, question: Question, dedupe: number): boolean {
  const known: Partial<Remembered> = glance(engine, question) ?? {}
  const { isOutdated, requestedAt = Number.NEGATIVE_INFINITY } = known
  return !isOutdated && engine.clock.now() - requestedAt < dedupe
}
