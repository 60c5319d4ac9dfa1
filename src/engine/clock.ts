/** The engine reads the time and sets timers through this interface only, so that tests can set both by hand. */
export interface Clock {
  /** The time in epoch milliseconds. It is for stored instants only, because the clock of a computer may be set back. */
  now(): number
  /** Milliseconds since some moment. It never goes back, and measures how long something takes. */
  elapsed(): number
  /** Runs `task` after `ms` milliseconds. `0` runs it as soon as the current task has finished and its answer is out. */
  after(ms: number, task: () => void): void
  /**
   * Runs `task` after `ms` milliseconds unless the returned function is called before. It bounds a wait, so it runs in the scope of
   * a server's request, too, where `after` runs nothing later.
   */
  startTimeout(ms: number, task: () => void): () => void
}

/** Returns when a stored instant was, as `clock.elapsed` counts. An instant in the future counts as now. */
export function toElapsed(clock: Clock, instant: number): number {
  return clock.elapsed() - Math.max(clock.now() - instant, 0)
}

/** A timer of a platform fires at once if its span is longer: 2³¹ − 1 ms, about 25 days. */
const MAX_TIMER_MS = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(), // not `Date.now` itself: tests replace it
  elapsed: () => performance.now(),
  after: (ms, task) => void systemClock.startTimeout(ms, task),
  startTimeout(ms, task) {
    let timer: unknown
    const wait = (left: number): void => {
      timer = setTimeout(() => (left > MAX_TIMER_MS ? wait(left - MAX_TIMER_MS) : task()), Math.min(left, MAX_TIMER_MS))
    }
    wait(ms)
    return () => clearTimeout(timer as number) // a number in browsers, an object in Node
  },
}
