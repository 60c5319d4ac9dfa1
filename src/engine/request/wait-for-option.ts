import { TimeoutError } from '../../errors.ts'
import type { Clock } from '../clock.ts'
import { isThenable } from '../thenable.ts'

/** How long a call waits for an asynchronous function among its options, in milliseconds. */
const OPTION_TIMEOUT_MS = 5_000

/** Returns what a function among the options answers. Rejects with a `TimeoutError` if the answer does not come in time. */
export function waitForOption<Answer>(clock: Clock, answer: Answer | PromiseLike<Answer>): Answer | Promise<Answer> {
  if (!isThenable(answer)) return answer as Answer // it is no promise
  return new Promise((resolve, reject) => {
    const stop = clock.startTimeout(OPTION_TIMEOUT_MS, () => reject(new TimeoutError('it has not answered for 5 s')))
    void Promise.resolve(answer).then(resolve, reject).then(stop)
  })
}
