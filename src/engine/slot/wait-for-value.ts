import type { Engine } from '../engine.ts'
import { peek } from '../memory/peek.ts'
import { restoreEntry } from '../read/restore.ts'
import type { EntryRequest } from '../request/request.ts'
import { listen } from './listen.ts'
import { releaseSlot, retainSlot } from './slot.ts'

/** Who waited shows it by then, in milliseconds: what may be kept nowhere must last until it is. */
const HOLD_TRANSIENT_MS = 1_000

/**
 * Resolves with the value as soon as there is one to show: the store's, a computed one, or a mutation's, whichever comes
 * first; rejects when the computation fails before. One promise per entry, however many wait. `begin` sets the computation
 * going once the store has been request.
 */
export function waitForValue(engine: Engine, request: EntryRequest, begin: () => void): Promise<unknown> {
  const slot = retainSlot(engine, request)
  if (!slot.valuePromise) {
    slot.valuePromise = waitForFirstValue(engine, request, begin).finally(() => {
      slot.valuePromise = undefined
    })
    slot.valuePromise.catch(() => {}) // whoever throws it to a boundary reads the error where it is shown
  }
  releaseSlot(engine, slot) // it listens by now
  return slot.valuePromise
}

function waitForFirstValue(engine: Engine, request: EntryRequest, begin: () => void): Promise<unknown> {
  const { clock, failures } = engine
  const earlier = failures.get(request.id)
  return new Promise((resolve, reject) => {
    const look = () => {
      const known = peek(engine, request)
      const failure = failures.get(request.id)
      if (known) {
        resolve(known.entry.value)
        clock.after(HOLD_TRANSIENT_MS, stop)
      } else if (failure && failure !== earlier) {
        reject(failure.error)
        stop()
      } else return false
      return true
    }
    const stop = listen(engine, request, () => void look(), true)
    void restoreEntry(engine, request).then(() => look() || begin())
  })
}
