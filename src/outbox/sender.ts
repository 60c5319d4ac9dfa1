// Sends the items. One process or tab sends at a time: the one that holds the lock of the outbox. It sends the scopes side by side, and
// the items of a scope in order:
//
//     tab A   |-lock-|--a1--|--a2--| |-release-|
//                    |--b1--|~~pause~~|--b1--|
//     tab B   |~~~~asks every second~~~~~~~~~~~~|-lock-|--a3--|
//
// Before each attempt the item is read again, because the tab that had the lock before may have sent it:
//
//     tab A   |-lock-|--a1--|answer, stored|-release-|
//     tab B   |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|-lock-|-read a1: answered, not sent
//
// A tab that dies after the answer and before it is stored leaves an item that is sent again, with the same id.

import { log } from '../engine/log.ts'
import { messageOf, OutboxError } from '../errors.ts'
import { ignoreRejection } from '../key/ignore-rejection.ts'
import type { Item, ItemRecord } from './item.ts'
import type { ItemStore } from './item-store.ts'
import type { ItemTable } from './item-table.ts'
import type { Mutation } from './mutation.ts'
import { isRetryable, pauseAfter } from './retry.ts'
import { sendOnce } from './send-item.ts'
import { SenderLock } from './sender-lock.ts'
import { Settler } from './settle.ts'

/** How often a tab asks for the lock while another one has it. */
const ASK_MS = 1_000

/** What the sender needs beside the items. */
export interface SenderOptions {
  readonly maxItems: number
  readonly maxAge: number
  isOnline(): boolean
}

export class Sender {
  readonly #table: ItemTable
  readonly #store: ItemStore
  readonly #options: SenderOptions
  readonly #settler: Settler
  readonly #sending = new Map<string, Promise<void>>()
  readonly #lock: SenderLock
  #isRunning = false
  #isClosed = false
  #stopTimer: (() => void) | undefined
  /** When the timer ends, as `clock.elapsed` counts. */
  #dueAt = Number.POSITIVE_INFINITY
  /** Ends the wait of `#run` for the next thing to do. */
  #wakeRun = (): void => {}

  constructor(table: ItemTable, store: ItemStore, options: SenderOptions) {
    this.#table = table
    this.#store = store
    this.#options = options
    this.#lock = new SenderLock(table.engine, store.sender)
    const { maxAge, maxItems } = options
    const isBusy = (item: Item) => this.#sending.has(item.record.scope) || this.#isReady(item)
    this.#settler = new Settler(table, store, { isBusy, maxAge, maxItems })
  }

  /** Starts to send what can be sent. `isRetry`: the pauses end now. */
  wake(isRetry = false): void {
    if (isRetry) for (const item of this.#table.items) item.retryAt = 0
    if (this.#isClosed) return
    this.#settler.start(isRetry)
    this.#wakeRun()
    if (!this.#isRunning) void this.#run()
  }

  /** Another tab has changed an item. The one that has added it is the first to send it. */
  wakeLater(): void {
    this.#table.notify()
    this.#wakeIn(ASK_MS)
  }

  /** Resolves when nothing can be sent right now: all is sent, or waits for the network, for a pause, or for a person. */
  async flush(): Promise<void> {
    while (!this.#isClosed && this.#isBusy()) {
      await this.#table.nextChange()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#settler.close()
    this.#stopTimer?.()
    this.#wakeRun()
    await this.#lock.release()
  }

  #isBusy(): boolean {
    return this.#sending.size > 0 || this.#settler.isSettling || this.#table.items.some((item) => this.#isReady(item))
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (!this.#isClosed && this.#table.items.some((item) => this.#isReady(item))) {
      if (!(await this.#lock.take())) break
      for (const item of this.#table.items) item.isForeign = false // the lock is free, so no other tab fetches for them
      await this.#sendScopes()
      await this.#lock.release()
    }
    this.#isRunning = false
    this.#table.notify()
    if (this.#table.items.some((item) => this.#isReady(item))) this.#wakeIn(ASK_MS)
  }

  /** Keeps the lock during pauses: another tab would begin at once. */
  async #sendScopes(): Promise<void> {
    while (!this.#isClosed && this.#lock.isTaken && this.#options.isOnline()) {
      for (const { record } of this.#table.items.filter((item) => this.#isReady(item))) {
        if (!this.#sending.has(record.scope)) this.#sending.set(record.scope, this.#sendScope(record.scope))
      }
      const pause = this.#nextPause()
      if (this.#sending.size === 0 && pause === undefined) return
      const woken = new Promise<void>((resolve) => {
        this.#wakeRun = resolve
      })
      if (pause !== undefined) this.#wakeIn(pause)
      await Promise.race([woken, ...this.#sending.values()])
    }
    await Promise.all(this.#sending.values())
  }

  async #sendScope(scope: string): Promise<void> {
    for (;;) {
      const item = this.#table.items.find((each) => each.record.scope === scope && this.#isReady(each))
      if (!item || this.#isClosed || !(await this.#lock.check())) break
      await this.#sendItem(item)
    }
    this.#sending.delete(scope)
    this.#settler.start()
    this.#table.notify()
  }

  async #sendItem(item: Item): Promise<void> {
    const { id } = item.record
    const stored = await this.#store.read(id)
    if (this.#table.get(id) !== item || this.#isClosed) return
    if (stored === null)
      return this.#table.remove(id, new OutboxError('the item was removed in another tab or process'))
    if (stored && stored.state !== 'pending') return this.#table.apply(stored)
    if (isTooOld(item, this.#table.engine.clock.now(), this.#options.maxAge)) {
      return this.#refuse(item, new OutboxError('the item could not be sent within maxAge'))
    }
    item.attempts += 1
    this.#table.report(item, 'sending')
    try {
      const answering = sendOnce(item, this.#table.engine.clock)
      this.#table.notify()
      const answer = await answering
      if (this.#table.get(id) === item) await this.#accept(item, answer)
    } catch (error) {
      if (this.#table.get(id) === item) await this.#fail(item, error)
    }
  }

  async #accept(item: Item, answer: unknown): Promise<void> {
    const { arg, mutation, record } = item
    const answered: ItemRecord = { ...record, state: 'answered', answeredAt: this.#table.engine.clock.now() }
    this.#table.apply({ ...answered, answer })
    callBack(() => mutation?.onSuccess?.(answer, arg, { id: record.id }))
    // Another tab waits for the answer, too. One that cannot be stored stays here.
    await this.#store.write({ ...answered, answer }).catch(() => this.#store.write(answered))
  }

  async #fail(item: Item, error: unknown): Promise<void> {
    const { attempts, mutation } = item
    if (!this.#shouldRetry(mutation, error, attempts)) return this.#refuse(item, error)
    item.controller = undefined
    item.error = error
    item.retryAt = this.#table.engine.clock.elapsed() + pauseAfter(attempts)
    this.#table.report(item, 'waiting', { error })
    this.#table.notify()
  }

  async #refuse(item: Item, error: unknown): Promise<void> {
    const { arg, mutation, record } = item
    const { name = 'Error' }: { name?: unknown } = Object(error)
    const refused: ItemRecord = {
      ...record,
      state: 'refused',
      refusal: { name: String(name), message: messageOf(error) },
    }
    // Whoever is told may retry or discard the item: a later write would bring it back.
    await this.#store.write(refused)
    if (this.#table.get(record.id) !== item) return
    this.#table.apply(refused, { error })
    callBack(() => mutation?.onError?.(error, arg, { id: record.id }))
  }

  #shouldRetry(mutation: Mutation | undefined, error: unknown, attempt: number): boolean {
    try {
      if (mutation?.retry) return Boolean(mutation.retry(error, attempt))
      return isRetryable(error, this.#options.isOnline())
    } catch (thrown) {
      log('warn', 'the `retry` of a mutation threw; the item is refused', thrown)
      return false
    }
  }

  /** True if the item is the next of its scope, and nothing keeps it back. */
  #isReady(item: Item): boolean {
    const { scope, state } = item.record
    if (state !== 'pending' || !item.mutation || !this.#options.isOnline()) return false
    if (item.retryAt > this.#table.engine.clock.elapsed()) return false
    for (const other of this.#table.items) {
      if (other === item) return true
      if (other.record.scope === scope && keepsBack(other)) return false
    }
    return false
  }

  #nextPause(): number | undefined {
    const now = this.#table.engine.clock.elapsed()
    const pauses = this.#table.items.filter(({ retryAt }) => retryAt > now).map(({ retryAt }) => retryAt - now)
    return pauses.length > 0 ? Math.min(...pauses) : undefined
  }

  #wakeIn(ms: number): void {
    const { clock } = this.#table.engine
    const dueAt = clock.elapsed() + ms
    if (dueAt >= this.#dueAt) return
    this.#stopTimer?.()
    this.#dueAt = dueAt
    this.#stopTimer = clock.startTimeout(ms, () => {
      this.#dueAt = Number.POSITIVE_INFINITY
      this.wake()
    })
  }
}

/** True if later items of the scope must wait for this one. An item of an unknown name keeps nobody back. */
function keepsBack({ mutation, record }: Item): boolean {
  if (record.state === 'pending') return mutation !== undefined
  return record.state === 'refused' && mutation?.onRefused === 'stop-scope'
}

function isTooOld({ record }: Item, now: number, maxAge: number): boolean {
  return now - record.addedAt > maxAge
}

function callBack(callback: () => unknown): void {
  try {
    ignoreRejection(callback())
  } catch (error) {
    log('warn', 'a callback of a mutation threw', error)
  }
}
