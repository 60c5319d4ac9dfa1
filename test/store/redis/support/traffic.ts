/** Callers that call a function without a pause, and what they have seen. */
export interface Traffic {
  /** The results that were not `number <id>`, and the errors. */
  readonly wrong: readonly unknown[]
  /** Lets the callers call for a time, in milliseconds. */
  runFor(ms: number): Promise<void>
  /** Returns the calls since the last time, and how long the slowest took. */
  takeCounts(): { readonly calls: number; readonly slowestMs: number }
  stop(): Promise<void>
}

export interface TrafficOptions {
  readonly callers: number
  /** Chooses an id by a random number between 0 and 1. */
  pick(random: number): number
  call(id: number): Promise<unknown>
}

export function startTraffic({ call, callers, pick }: TrafficOptions): Traffic {
  const wrong: unknown[] = []
  let isRunning = true
  let calls = 0
  let slowestMs = 0
  const callOften = async (): Promise<void> => {
    while (isRunning) {
      const id = pick(Math.random())
      const startedAt = performance.now()
      const result: unknown = await call(id).catch((error: unknown) => error)
      if (result !== `number ${id}`) wrong.push(result)
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      calls += 1
      await new Promise((resolve) => setTimeout(resolve, 1)) // otherwise hits from memory leave no time for anything else
    }
  }
  const all = Array.from({ length: callers }, callOften)
  return {
    wrong,
    runFor: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    takeCounts() {
      const counts = { calls, slowestMs }
      calls = 0
      slowestMs = 0
      return counts
    },
    async stop() {
      isRunning = false
      await Promise.all(all)
    },
  }
}
