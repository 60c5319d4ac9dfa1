import type { Asked } from './asked.ts'
import { computation } from './computation.ts'
import { demand } from './demand.ts'
import { glance } from './glance.ts'
import { log } from './log.ts'
import { remember } from './memories.ts'
import { judge } from './policy.ts'
import type { Context, Job } from './question.ts'
import { restore } from './restore.ts'

/** What began to be fetched within so many milliseconds need not be fetched again. */
const DEDUPE = 2_000

type Fetch = (context: Context) => unknown

/** Fetches what will be shown soon. The first to show it does not fetch again; a failed one is as if it had not been. */
export async function fetchAhead(asked: Asked, fetch: Fetch): Promise<unknown> {
  const { face, id, memory } = asked
  const { engine } = face
  const value = await computation(engine, jobOf(asked, fetch), { anew: true })
  const remembered = memory?.get(id)
  const isShown = (engine.slots.get(id)?.listeners.size ?? 0) > 0
  if (remembered !== undefined && remembered.entry.value === value && !isShown) {
    remember(engine, asked, { ...remembered, isPreloaded: true })
  }
  return value
}

/** Sees to it that the entry is in memory and fresh, from the store where it is there. Never rejects. */
export async function makeReady(asked: Asked, fetch: Fetch): Promise<void> {
  const { engine } = asked.face
  const known = () => glance(engine, asked)?.entry ?? null
  if (known() === null) await restore(engine, asked)
  if (judge(known(), asked.policy, engine.clock.now()) === 'fresh') return
  try {
    await demand(engine, jobOf(asked, fetch), DEDUPE)?.promise
  } catch (error) {
    log('debug', 'a prefetch failed; whoever shows the entry fetches it', error)
  }
}

function jobOf(asked: Asked, compute: Fetch): Job {
  return { ...asked, compute, accepts: (value) => asked.face.accepts(value, asked.args) }
}
