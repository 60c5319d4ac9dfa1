/** The engine reads the time and sets timers through this interface only, so that tests can set both by hand. */
export interface Clock {
  /** The time in epoch milliseconds. */
  now(): number
  /** Runs `task` after `ms` milliseconds. `0` runs it as soon as the current task has finished and its answer is out. */
  after(ms: number, task: () => void): void
  /**
   * Runs `task` after `ms` milliseconds unless the returned function is called before. It bounds a wait, so it runs in the scope of
   * a server's request, too, where `after` runs nothing later.
   */
  startTimeout(ms: number, task: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(), // not `Date.now` itself: tests replace it
  after: (ms, task) => void setTimeout(task, ms),
  startTimeout: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}
