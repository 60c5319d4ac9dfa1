import { isCachettaError, messageOf, StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { ReportError } from '../reports.ts'
import type { Store, SyncStore } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import { step } from '../sync-or-async.ts'

/** After a call without an answer, the next ones wait this many milliseconds, until the tier answers again. */
const SILENT_MS = 100

export type TierOperation = 'read' | 'write' | 'delete' | 'list' | 'lock'

/**
 * One of the stores of a tiered store. Each call has a bound, so a tier that hangs does not keep the other one from answering:
 *
 *     call   |~~~~~~~~limit~~~~~~~~✗   |~100 ms~✗   |~100 ms~✗          |~~~up to the limit
 *     tier   |-----------------------------------------------✓ answers
 */
export class Tier {
  readonly store: Store
  /** Takes the errors that no caller sees. */
  report: ReportError = () => {}
  /** Called when an operation that has failed works again. */
  onRecovery = (): void => {}
  readonly #limit: number
  readonly #failing = new Set<TierOperation>()
  #isReported = false
  #isSilent = false
  #ownCalls = 0

  /** `limit`: how long a call waits for its answer, in milliseconds. */
  constructor(store: Store, limit: number) {
    this.store = store
    this.#limit = limit
  }

  /** True during a call: what the store reports then is the caller's own change. */
  get isCalling(): boolean {
    return this.#ownCalls > 0
  }

  /** True if the last call of this kind failed, and none has worked since. */
  isFailing(operation: TierOperation): boolean {
    return this.#failing.has(operation)
  }

  /** Calls the store. The asynchronous call begins within this call. */
  *call<T>(
    operation: TierOperation,
    sync: (store: SyncStore) => T,
    async: (store: Store) => Promise<T>,
    ms: number = this.#limit,
  ): Work<T> {
    try {
      const outcome = yield* step(
        () => this.#asOwnCall(() => sync(toSync(this.store))),
        () => this.waitFor(async, ms),
      )
      this.noteSuccess(operation)
      return outcome
    } catch (error) {
      this.noteFailure(operation, error)
      throw error
    }
  }

  /** Calls the store. Rejects if there is no answer in time; `onLate` then gets an answer that comes later. */
  waitFor<T>(call: (store: Store) => Promise<T>, ms: number, onLate?: (outcome: T) => void): Promise<T> {
    const answer = this.#asOwnCall(() => call(this.store))
    const limit = this.#isSilent ? Math.min(ms, SILENT_MS) : ms
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = this.#isSilent = true
        reject(new StoreError('STORE', `it has not answered for ${limit} ms`))
      }, limit)
      const noteAnswer = () => {
        clearTimeout(timer)
        this.#isSilent = false
      }
      answer.then(
        (outcome) => {
          noteAnswer()
          if (isLate) onLate?.(outcome)
          else resolve(outcome)
        },
        (error: unknown) => {
          noteAnswer()
          reject(error)
        },
      )
    })
  }

  noteSuccess(operation: TierOperation): void {
    if (!this.#failing.delete(operation)) return
    if (this.#failing.size === 0) this.#isReported = false
    this.onRecovery()
  }

  noteFailure(operation: TierOperation, error: unknown): void {
    if (isOutage(error)) this.#failing.add(operation)
  }

  /** Reports an error that another tier makes up for: an outage once until its end, a bad entry each time. */
  reportFailure(error: unknown, address: Address): void {
    const isOfTier = isOutage(error)
    if (isOfTier && this.#isReported) return
    this.#isReported ||= isOfTier
    const what = isOfTier ? 'fails, and the other tiers work without it' : 'goes without this entry'
    const message = `the tier "${this.store.name}" ${what}: ${messageOf(error)}`
    this.report(new StoreError('STORE', message, { cause: error }), isOfTier ? undefined : address)
  }

  #asOwnCall<T>(call: () => T): T {
    this.#ownCalls += 1
    try {
      return call()
    } finally {
      this.#ownCalls -= 1
    }
  }
}

/** False if only one entry or value is bad. */
export function isOutage(error: unknown): boolean {
  return !isCachettaError(error) || error.code === 'STORE'
}

function toSync({ name, sync }: Store): SyncStore {
  if (sync === undefined) throw new StoreError('STORE', `the tier "${name}" has no synchronous methods`)
  return sync
}
