import { log } from '../engine/log.ts'

interface PromisedState {
  state?: unknown
  isSettled: boolean
  readonly settled: Promise<void>
}

const promisedStates = new WeakMap<PromiseLike<unknown>, PromisedState>()

/**
 * What a state that is still on its way comes to. Until then it is thrown to the nearest Suspense boundary, as every release of
 * React takes it. One that fails is nothing: the page does without.
 */
export function readPromise(promise: PromiseLike<unknown>): unknown {
  const answer = promisedStates.get(promise) ?? watchPromise(promise)
  if (answer.isSettled) return answer.state
  throw answer.settled
}

/** What a server component hands on answers at once where it has come, and returns nothing from `then`. */
function watchPromise(promise: PromiseLike<unknown>): PromisedState {
  let arrive = () => {}
  const answer: PromisedState = {
    isSettled: false,
    settled: new Promise((resolve) => {
      arrive = resolve
    }),
  }
  const settle = (state?: unknown) => {
    Object.assign(answer, { state, isSettled: true })
    arrive()
  }
  promisedStates.set(promise, answer)
  promise.then(settle, (error) => {
    log('warn', 'the state that a page was promised did not come; what it was for is fetched', error)
    settle()
  })
  return answer
}
