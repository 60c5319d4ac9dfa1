import type { Engine } from '../engine.ts'
import { peek } from '../memory/peek.ts'
import { restoreEntry } from '../read/restore.ts'
import type { EntryRequest } from '../request/request.ts'
import { listen } from './listen.ts'
import { releaseSlot, retainSlot } from './slot.ts'

/** How long a value stays for the component that waited for it, even if memory must not keep it. */
const KEEP_FOR_WAITER_MS = 1_000

/**
 * Resolves with the first value that can be shown: from the store, from a computation or from a mutation. Rejects if the
 * computation fails before. All who wait for an entry share one promise. `startFetch` is called once the store has answered
 * without a value.
 */
export function waitForValue(engine: Engine, request: EntryRequest, startFetch: () => void): Promise<unknown> {
  const slot = retainSlot(engine, request)
  if (!slot.valuePromise) {
    slot.valuePromise = createValuePromise(engine, request, startFetch).finally(() => {
      slot.valuePromise = undefined
    })
    slot.valuePromise.catch(() => {}) // the component that waits reads the error from the entry
  }
  releaseSlot(engine, slot) // the promise listens by now and retains the slot
  return slot.valuePromise
}

function createValuePromise(engine: Engine, request: EntryRequest, startFetch: () => void): Promise<unknown> {
  const { clock, failures } = engine
  const earlierFailure = failures.get(request.id)
  return new Promise((resolve, reject) => {
    const trySettle = () => {
      const memoryEntry = peek(engine, request)
      const failure = failures.get(request.id)
      if (memoryEntry) {
        resolve(memoryEntry.entry.value)
        clock.after(KEEP_FOR_WAITER_MS, stop)
      } else if (failure && failure !== earlierFailure) {
        reject(failure.error)
        stop()
      } else return false
      return true
    }
    const stop = listen(engine, request, () => void trySettle(), true)
    void restoreEntry(engine, request).then(() => trySettle() || startFetch())
  })
}
