import type { Engine } from './engine.ts'
import { glance } from './glance.ts'
import { listen } from './listen.ts'
import type { Question } from './question.ts'
import { restore } from './restore.ts'

/** Who waited shows it by then, in milliseconds: what may be kept nowhere must last until it is. */
const MOMENT = 1_000

const waiting = new WeakMap<Engine, Map<string, Promise<unknown>>>()

/**
 * Resolves with the value as soon as there is one to show: the store's, a computed one, or a mutation's, whichever comes
 * first; rejects when the computation fails before. One promise per entry, however many wait. `begin` sets the computation
 * going once the store has been asked.
 */
export function whenShown(engine: Engine, question: Question, begin: () => void): Promise<unknown> {
  const promises = waiting.get(engine) ?? new Map<string, Promise<unknown>>()
  waiting.set(engine, promises)
  let promise = promises.get(question.id)
  if (promise === undefined) {
    promise = firstShown(engine, question, begin).finally(() => promises.delete(question.id))
    promise.catch(() => {}) // whoever throws it to a boundary reads the error where it is shown
    promises.set(question.id, promise)
  }
  return promise
}

function firstShown(engine: Engine, question: Question, begin: () => void): Promise<unknown> {
  const earlier = engine.failures.get(question.id)
  return new Promise((resolve, reject) => {
    let isOver = false
    const stop = listen(engine, question, () => look(), true)
    const leave = (isShown: boolean) => (isShown ? engine.clock.after(MOMENT, stop) : stop())
    const look = () => {
      const known = glance(engine, question)
      const failure = engine.failures.get(question.id)
      if (isOver || (known === undefined && (failure === undefined || failure === earlier))) return isOver
      isOver = true
      leave(known !== undefined)
      if (known) resolve(known.entry.value)
      else reject(failure?.error)
      return true
    }
    void restore(engine, question).then(() => look() || begin())
  })
}
