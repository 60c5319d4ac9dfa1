/** Where the engine learns the time and lets time pass. Replaced in tests by one that is set by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs `task` after `ms` milliseconds; `0` means as soon as what runs now, an answer above all, is done. */
  after(ms: number, task: () => void): void
}

export const systemClock: Clock = {
  now: () => Date.now(), // looked up at each call: tests replace it
  after: (ms, task) => void setTimeout(task, ms),
}
