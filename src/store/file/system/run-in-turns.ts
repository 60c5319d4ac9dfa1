// The asynchronous runner of the file store. Node hands an asynchronous call to a thread. That takes 50 to 200 µs, and most calls on
// a local disk take 2 to 20 µs, because the system answers them from its memory. So a brief step is executed on this thread, and
// other calls must not wait for that:
//
//   - In one turn of the event loop, all brief steps together take at most a millisecond. Further ones go to the threads, so the
//     loop turns.
//   - After a call that took long, all steps go to the threads for a second: the disk is busy, or on a network.

import type { Step, Work } from '../../sync-or-async.ts'

/** The time that brief steps may take in one turn of the event loop. */
const maxTurnMs = 1

/** A disk is slow if a brief step takes this long. */
const slowStepMs = 5

/** A slow disk is not tried again on this thread before this time has passed. */
const slowPauseMs = 1_000

// The functions of the platform, even while a test replaces them: this is about the machine, and not about the age of entries.
const now = performance.now.bind(performance)
const runInNextTurn = setImmediate

let usedMs = 0
let slowUntil = 0

/** Executes work for an asynchronous caller. */
export async function runInTurns<T>(work: Work<T>): Promise<T> {
  let next = work.next()
  while (!next.done) {
    let result: unknown
    try {
      result = isForThisThread(next.value) ? runHere(next.value) : await next.value.async()
    } catch (error) {
      next = work.throw(error)
      continue
    }
    next = work.next(result)
  }
  return next.value
}

function isForThisThread({ isBrief }: Step<unknown>): boolean {
  return isBrief === true && usedMs < maxTurnMs && now() >= slowUntil
}

function runHere(step: Step<unknown>): unknown {
  const startedAt = now()
  try {
    return step.sync()
  } finally {
    const endedAt = now()
    if (usedMs === 0) runInNextTurn(startTurn)
    usedMs += endedAt - startedAt
    if (endedAt - startedAt > slowStepMs) slowUntil = endedAt + slowPauseMs
  }
}

function startTurn(): void {
  usedMs = 0
}
