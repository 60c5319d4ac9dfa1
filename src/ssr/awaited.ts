import { log } from '../engine/log.ts'

interface Answer {
  state?: unknown
  isThere: boolean
  readonly coming: Promise<void>
}

const answers = new WeakMap<PromiseLike<unknown>, Answer>()

/**
 * What a state that is still on its way comes to. Until then it is thrown to the nearest Suspense boundary, as every release of
 * React takes it. One that fails is nothing: the page does without.
 */
export function awaited(promise: PromiseLike<unknown>): unknown {
  const answer = answers.get(promise) ?? ask(promise)
  if (answer.isThere) return answer.state
  throw answer.coming
}

/** What a server component hands on answers at once where it has come, and returns nothing from `then`. */
function ask(promise: PromiseLike<unknown>): Answer {
  let arrive = () => {}
  const answer: Answer = {
    isThere: false,
    coming: new Promise((resolve) => {
      arrive = resolve
    }),
  }
  const settle = (state?: unknown) => {
    Object.assign(answer, { state, isThere: true })
    arrive()
  }
  answers.set(promise, answer)
  promise.then(settle, (error) => {
    log('warn', 'the state that a page was promised did not come; what it was for is fetched', error)
    settle()
  })
  return answer
}
