import { TimeoutError } from '../errors.ts'
import { isThenable } from './thenable.ts'

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
  /**
   * Runs `task` after `ms` milliseconds. The returned function says whether someone waits for it; only then the timer keeps a process
   * alive. A timer that stays costs a read of a file less than one that is started and stopped for it.
   */
  startTick(ms: number, task: () => void): (isAwaited: boolean) => void
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
  startTick(ms, task) {
    const timer = setTimeout(task, ms) as { ref?(): void; unref?(): void } // a number in browsers, an object in Node
    return (isAwaited) => (isAwaited ? timer.ref?.() : timer.unref?.())
  },
}

/** Settles as `answer` does, or rejects with what `fail` returns if that takes longer than `ms`. */
export function limitTime<T>(
  clock: Pick<Clock, 'startTimeout'>,
  ms: number,
  answer: T | PromiseLike<T>,
  fail: () => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = clock.startTimeout(ms, () => reject(fail()))
    void Promise.resolve(answer).then(resolve, reject).then(stop)
  })
}

/** How long a call waits for an asynchronous function among its options, in milliseconds. */
const OPTION_TIMEOUT_MS = 5_000

/** Returns what a function among the options answers. Rejects with a `TimeoutError` if the answer does not come in time. */
export function waitForOption<T>(clock: Pick<Clock, 'startTimeout'>, answer: T | PromiseLike<T>): T | Promise<T> {
  if (!isThenable(answer)) return answer as T // it is no promise
  return limitTime(clock, OPTION_TIMEOUT_MS, answer, () => new TimeoutError('has not answered for 5 s'))
}

/** Bounds the waits for parts that may never answer. */
export interface Waits {
  /** Calls `giveUp` after `ms` milliseconds, unless the returned function is called before. */
  start(ms: number, giveUp: () => void): () => void
}

interface Wait {
  readonly ms: number
  readonly giveUp: () => void
  left: number
  seenAt: number
}

const TICK_MS = 50

/** A wait ends after this many ticks at the earliest. */
const MIN_TICKS = 4

/**
 * All waits share one timer, which ticks while there is one. A tick counts for a quarter of a wait at most, because the timer of a busy
 * thread is due before the thread can read an answer that is already there:
 *
 *     thread    |-----------renders for 400 ms-----------|tick|read: the answer|
 *     answer           | arrives
 *     200 ms    |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~| 50 ms of it have passed
 */
export function createWaits(clock: Pick<Clock, 'elapsed' | 'startTick'>): Waits {
  const pending = new Set<Wait>()
  let setAwaited: ((isAwaited: boolean) => void) | undefined
  const tick = (): void => {
    const now = clock.elapsed()
    setAwaited = pending.size > 0 ? clock.startTick(TICK_MS, tick) : undefined
    for (const wait of pending) {
      wait.left -= Math.min(now - wait.seenAt, wait.ms / MIN_TICKS)
      wait.seenAt = now
      if (wait.left >= 1) continue
      pending.delete(wait)
      wait.giveUp()
    }
  }
  return {
    start(ms, giveUp) {
      const wait: Wait = { ms, giveUp, left: ms, seenAt: clock.elapsed() }
      if (pending.add(wait).size === 1) setAwaited?.(true)
      setAwaited ??= clock.startTick(TICK_MS, tick)
      return () => {
        if (pending.delete(wait) && pending.size === 0) setAwaited?.(false)
      }
    },
  }
}
