/** The engine reads the time and sets timers through this interface only, so that tests can set both by hand. */
export interface Clock {
  /** The time in epoch milliseconds. */
  now(): number
  /** Runs `task` after `ms` milliseconds. `0` runs it as soon as the current task has finished and its answer is out. */
  after(ms: number, task: () => void): void
}

export const systemClock: Clock = {
  now: () => Date.now(), // not `Date.now` itself: tests replace it
  after: (ms, task) => void setTimeout(task, ms),
}
