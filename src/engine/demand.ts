import type { Engine } from './engine.ts'
import { takeOff } from './fly.ts'
import { glance } from './glance.ts'
import type { Job, Question } from './question.ts'
import type { Flight } from './slots.ts'

/** A flight, and whether it was this demand that began it: who begins it reports how it went. */
export interface Demanded {
  readonly flight: Flight
  readonly isOwn: boolean
}

/**
 * What someone who shows an entry asks for: `null` where the last request began less than `dedupe` milliseconds ago and has
 * answered. The later request wins, even if the earlier one answers last. A computation that someone awaits, such as a function's
 * caller or a preload, is joined at any time.
 *
 *     request 1   |-----------------------|         dropped, older than 2
 *     request 2            |-----------|            began after the dedupe window of 1
 *     demand         ^ joins 1     ^ joins 2
 */
export function demand(engine: Engine, job: Job, dedupe: number): Demanded | null {
  const now = engine.clock.now()
  const running = engine.slots.get(job.id)?.flight
  if (running && (running.isAwaited || now - running.startedAt <= dedupe)) return { flight: running, isOwn: false }
  if (!running && isRecent(engine, job, dedupe)) return null
  const anew = running != null || glance(engine, job)?.isOutdated === true // no lock of the older one holds it up
  return { flight: takeOff(engine, job, { isShown: true, recent: dedupe, anew }), isOwn: true }
}

/** The same for an entry that is known to be outdated: only what began since then will do. */
export function demandAnew(engine: Engine, job: Job): Demanded {
  const running = engine.slots.get(job.id)?.flight
  if (running) return { flight: running, isOwn: false }
  return { flight: takeOff(engine, job, { isShown: true, anew: true }), isOwn: true }
}

/** Did the last request begin less than `dedupe` milliseconds ago? */
export function isRecent(engine: Engine, question: Question, dedupe: number): boolean {
  const remembered = glance(engine, question)
  if (remembered === undefined || remembered.isOutdated) return false
  return engine.clock.now() - (remembered.requestedAt ?? Number.NEGATIVE_INFINITY) < dedupe
}
