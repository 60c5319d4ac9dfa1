import type { Engine } from './engine.ts'
import { glance } from './glance.ts'
import { hold, release } from './hold.ts'
import { listen } from './listen.ts'
import type { Question } from './question.ts'
import { restore } from './restore.ts'

/** Who waited shows it by then, in milliseconds: what may be kept nowhere must last until it is. */
const MOMENT = 1_000

/**
 * Resolves with the value as soon as there is one to show: the store's, a computed one, or a mutation's, whichever comes
 * first; rejects when the computation fails before. One promise per entry, however many wait. `begin` sets the computation
 * going once the store has been asked.
 */
export function whenShown(engine: Engine, question: Question, begin: () => void): Promise<unknown> {
  const slot = hold(engine, question)
  if (!slot.awaited) {
    slot.awaited = firstShown(engine, question, begin).finally(() => {
      slot.awaited = undefined
    })
    slot.awaited.catch(() => {}) // whoever throws it to a boundary reads the error where it is shown
  }
  release(engine, slot) // it listens by now
  return slot.awaited
}

function firstShown(engine: Engine, question: Question, begin: () => void): Promise<unknown> {
  const { clock, failures } = engine
  const earlier = failures.get(question.id)
  return new Promise((resolve, reject) => {
    const look = () => {
      const known = glance(engine, question)
      const failure = failures.get(question.id)
      if (known) {
        resolve(known.entry.value)
        clock.after(MOMENT, stop)
      } else if (failure && failure !== earlier) {
        reject(failure.error)
        stop()
      } else return false
      return true
    }
    const stop = listen(engine, question, () => void look(), true)
    void restore(engine, question).then(() => look() || begin())
  })
}
