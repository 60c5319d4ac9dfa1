import type { Engine, Failure } from '../engine.ts'
import type { ChangeReason } from '../events/reasons.ts'
import { peek } from '../memory/peek.ts'
import { restoreEntry } from '../read/restore.ts'
import type { ComputeRequest, EntryRequest } from '../request/request.ts'
import type { RequestWatch } from './listen.ts'
import { createRequestWatch, listen, readSupply } from './listen.ts'
import type { ChangeKind, Slot } from './slot.ts'
import { releaseSlot, retainSlot } from './slot.ts'

/** How long a value stays for the component that waited for it, even if memory must not keep it. */
const KEEP_FOR_WAITER_MS = 1_000

type WaitingRequest = EntryRequest & Pick<ComputeRequest, 'isPaused'>

/** `cause`: the entry is outdated, so an answer that has arrived is not enough. */
type StartFetch = (cause?: ChangeReason) => unknown

/**
 * Resolves with the first value that can be shown: from the store, from a computation or from a mutation. Rejects if the
 * computation fails before. All who wait for an entry share one promise. `startFetch` is called once the store has answered
 * without a value, and again if that request no longer counts.
 */
export function waitForValue(engine: Engine, request: WaitingRequest, startFetch: StartFetch): Promise<unknown> {
  const slot = retainSlot(engine, request)
  if (slot.wait) slot.wait.renew(request, startFetch)
  else slot.wait = new Wait(engine, slot, request, startFetch)
  const { promise } = slot.wait
  releaseSlot(engine, slot) // the wait listens by now and retains the slot
  return promise
}

/** The wait of all components that wait for one entry. */
class Wait {
  readonly promise: Promise<unknown>
  readonly #engine: Engine
  readonly #slot: Slot
  readonly #earlierFailure: Failure | undefined
  readonly #watch: RequestWatch
  readonly #stopListening: () => void
  #request: WaitingRequest
  #startFetch: StartFetch
  #isReading = true
  #settle: ((memoryEntry: { readonly value: unknown } | undefined, error?: unknown) => void) | undefined

  constructor(engine: Engine, slot: Slot, request: WaitingRequest, startFetch: StartFetch) {
    this.#engine = engine
    this.#slot = slot
    this.#request = request
    this.#startFetch = startFetch
    this.#earlierFailure = engine.failures.get(slot.id)
    this.promise = new Promise((resolve, reject) => {
      this.#settle = (entry, error) => (entry ? resolve(entry.value) : reject(error))
    })
    this.promise.catch(() => {}) // the component that waits reads the error from the entry
    const getSupply = () =>
      this.#isReading || !this.#settle ? 'served' : readSupply(engine, this.#request, this.#earlierFailure)
    this.#watch = createRequestWatch(engine, getSupply, () => this.#startFetch())
    this.#stopListening = listen(engine, request, this.#onChange, true)
    void restoreEntry(engine, request).then(() => {
      this.#isReading = false
      return this.#trySettle() || this.#watch.check()
    })
  }

  /** A component that waits has rendered again. Its options count from now on; a render must not start a fetch. */
  renew(request: WaitingRequest, startFetch: StartFetch): void {
    this.#request = request
    this.#startFetch = startFetch
    void Promise.resolve().then(() => this.#watch.renew())
  }

  readonly #onChange = (change: ChangeKind, cause?: ChangeReason): unknown => {
    if (this.#trySettle()) return undefined
    return change === 'refetch' ? this.#startFetch(cause) : this.#watch.check(cause !== undefined)
  }

  #trySettle(): boolean {
    if (!this.#settle) return true
    const { clock, failures } = this.#engine
    const memoryEntry = peek(this.#engine, this.#request)
    const failure = failures.get(this.#slot.id)
    if (!memoryEntry && (!failure || failure === this.#earlierFailure)) return false
    this.#settle(memoryEntry?.entry, failure?.error)
    this.#settle = this.#slot.wait = undefined
    this.#watch.stop()
    if (memoryEntry) clock.after(KEEP_FOR_WAITER_MS, this.#stopListening)
    else this.#stopListening()
    return true
  }
}
