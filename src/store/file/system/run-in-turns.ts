// The asynchronous runner of the file store. Node hands an asynchronous call to a thread. That takes 50 to 200 µs, and most calls on
// a local disk take 2 to 20 µs, because the system answers them from its memory. So a brief step is executed on this thread, and
// other calls must not wait for that:
//
//   - In one turn of the event loop, all brief steps together take about a millisecond. Further ones go to the threads, so the
//     loop turns.
//   - If many of the last steps took long, the disk is busy or on a network. Then all steps go to the threads for a while. One
//     long step proves nothing: the system may have given the processor to another process.

import type { Step, Work } from '../../sync-or-async.ts'
import { isPromise, step } from '../../sync-or-async.ts'

/** The time that brief steps may take in one turn of the event loop. */
const maxTurnMs = 1

/** The disk is slow if the last steps took this long on average. A step counts as at most `maxTurnMs`. */
const slowAverageMs = 0.25

/** The average is one of about this many steps. */
const averagedSteps = 8

/** A slow disk is not tried on this thread for so many times as long as the last step took. */
const pauseFactor = 20

// The functions of the platform, even while a test replaces them: this is about the machine, and not about the age of entries.
const now = performance.now.bind(performance)
const runInNextTurn = setImmediate

let usedMs = 0
let averageMs = 0
let slowUntil = 0

/** Executes work for an asynchronous caller. */
export async function runInTurns<T>(work: Work<T>): Promise<T> {
  return await startWork(work)
}

/** Executes work as far as it can on this thread. Returns its result, or a promise if a step went to another thread. */
export function startWork<T>(work: Work<T>): T | Promise<T> {
  return continueWork(work, work.next())
}

/**
 * Does brief work on `items` from the index `from` on, in a single step: for many files, the way from step to step would take longer
 * than the calls of the system. Stops before an item for which `work` returns `undefined`, because it needs other steps. Returns the
 * results. An asynchronous caller works for half of a turn, so that the other half is left for other calls, and does nothing here on
 * a slow disk.
 */
export function workOnSome<A, B>(items: readonly A[], from: number, work: (item: A) => B | undefined): Work<B[]> {
  return step(
    () => collectDefined(items, from, work, () => true),
    () => {
      const collect = (): B[] => collectDefined(items, from, (item) => runBriefly(() => work(item)), hasHalfTurn)
      return hasHalfTurn() || isSlow() ? collect() : waitForTurn().then(collect)
    },
  )
}

function waitForTurn(): Promise<void> {
  return new Promise((resolve) => void runInNextTurn(resolve))
}

function hasHalfTurn(): boolean {
  return usedMs < maxTurnMs / 2 && !isSlow()
}

function collectDefined<A, B>(
  items: readonly A[],
  from: number,
  work: (item: A) => B | undefined,
  canContinue: () => boolean,
): B[] {
  const results: B[] = []
  for (let index = from; index < items.length && canContinue(); index++) {
    const result = work(items[index] as A)
    if (result === undefined) break
    results.push(result)
  }
  return results
}

function continueWork<T>(work: Work<T>, reached: IteratorResult<Step<unknown>, T>): T | Promise<T> {
  let next = reached
  while (!next.done) {
    let outcome: unknown
    try {
      outcome = isForThisThread(next.value) ? runHere(next.value) : next.value.async()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    if (isPromise(outcome)) return finishWork(work, outcome)
    next = work.next(outcome)
  }
  return next.value
}

async function finishWork<T>(work: Work<T>, running: Promise<unknown>): Promise<T> {
  const [isDone, outcome] = await running.then(
    (result) => [true, result],
    (error: unknown) => [false, error],
  )
  return continueWork(work, isDone ? work.next(outcome) : work.throw(outcome))
}

function isForThisThread({ isBrief }: Step<unknown>): boolean {
  return isBrief === true && usedMs < maxTurnMs && !isSlow()
}

function isSlow(): boolean {
  return slowUntil !== 0 && now() < slowUntil
}

function runHere(step: Step<unknown>): unknown {
  return runBriefly(() => step.sync())
}

function runBriefly<T>(call: () => T): T {
  const startedAt = now()
  try {
    return call()
  } finally {
    countStep(startedAt, now())
  }
}

function countStep(startedAt: number, endedAt: number): void {
  const ms = endedAt - startedAt
  if (usedMs === 0) runInNextTurn(startTurn)
  usedMs += ms
  averageMs += (Math.min(ms, maxTurnMs) - averageMs) / averagedSteps
  slowUntil = averageMs > slowAverageMs ? endedAt + pauseFactor * ms : 0
}

function startTurn(): void {
  usedMs = 0
}
