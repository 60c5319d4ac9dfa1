/** The calls of a medium that takes time, in one queue for each entry. */
export interface WriteQueues {
  /**
   * Runs a call after all earlier ones of the same queue, whether they succeeded or failed.
   *
   *   set A      |--setItem--|
   *   delete A       waits   |--removeItem--|     A stays deleted
   */
  enqueue<T>(queue: string, call: () => Promise<T>): Promise<T>
  /** Resolves when all calls that began before have ended. */
  settled(): Promise<unknown>
}

export function createWriteQueues(): WriteQueues {
  const lastCalls = new Map<string, Promise<unknown>>()

  return {
    async enqueue(queue, call) {
      const earlier = lastCalls.get(queue)
      const own = earlier === undefined ? call() : earlier.then(call)
      const settled = own.catch(() => undefined)
      lastCalls.set(queue, settled)
      try {
        return await own
      } finally {
        if (lastCalls.get(queue) === settled) lastCalls.delete(queue)
      }
    },
    settled: () => Promise.all(lastCalls.values()),
  }
}
