import { emit } from '#events'
import type { Engine } from './engine.ts'
import { takeOff } from './fly.ts'
import { judge } from './policy.ts'
import type { Job } from './question.ts'
import type { Flight, Manner } from './slots.ts'

/** The one computation of an entry in this process: joins the running flight, or starts it. */
export function computation(engine: Engine, job: Job, manner: Manner = {}): Promise<unknown> {
  const running = engine.slots.get(job.id)?.flight
  if (running && canJoin(engine, running, job)) return join(engine, running, job, manner)
  return takeOff(engine, job, manner).promise
}

/**
 * A store may take so long that what it is given is past its time before it has it.
 *
 *     flight   |---compute---|----------------store----------------|
 *     duration               |-----------------|
 *     call                            ^ joins       ^ computes
 */
function canJoin({ clock }: Engine, { entry, job }: Flight, { policy }: Job): boolean {
  if (job.policy.version !== policy.version) return false
  return entry === undefined || judge(entry, policy, clock.now()) !== 'expired'
}

function join(engine: Engine, flight: Flight, job: Job, manner: Manner): Promise<unknown> {
  emit?.('shared', job.address)
  if (!flight.job.policy.write) flight.job = job // someone came who wants the value kept
  if (manner.isShown !== true) flight.isAwaited = true
  return flight.bannedTags ? unlessBanned(engine, flight, job, flight.bannedTags) : flight.promise
}

/**
 * What tags a value will carry is known when it is there, and some were invalidated while it was computed.
 *
 *     flight            |-----------compute-----------| carries a     older than the invalidation:
 *     invalidateTags a      |--|                                      good for who was waiting already,
 *     join                         |------------------|-compute-|     not for who came after it
 */
async function unlessBanned(engine: Engine, flight: Flight, job: Job, banned: ReadonlySet<string>): Promise<unknown> {
  const value = await flight.promise
  return mayCarry(job, value, banned) ? computation(engine, job) : value
}

function mayCarry(job: Job, value: unknown, banned: ReadonlySet<string>): boolean {
  try {
    return job.tagsOf(value).some((tag) => banned.has(tag))
  } catch {
    return true
  }
}
