// What others have changed. Each message has a number. A listener that misses a number has missed a message: its connection was cut,
// or the server was restarted. It then says `missed`, and what memory has is checked before it is used. The number that nobody
// follows is found by asking for it once a second:
//
//     numbers    7    8    9   ✗ 10       11 is not 9 + 1: missed
//     numbers    7    8    9   ✗ 10       … one second later the counter is 10: missed

import type { Change } from '../store.ts'
import { pause } from './breaker.ts'
import type { ServerParts } from './server.ts'
import type { ServerClock } from './server-clock.ts'
import type { SharedSubscriber } from './subscribers.ts'

/** How often a listener asks how many messages there were, in milliseconds. */
const CHECK_MS = 1_000

/** The listeners of one store. */
export class ChangeListeners {
  readonly #parts: ServerParts
  readonly #origin: string
  readonly #clock: ServerClock
  readonly #getSubscriber: () => SharedSubscriber
  readonly #listeners = new Set<(change: Change) => void>()
  #isListening = false
  /** The number of the message that came last. */
  #lastNumber: number | undefined

  constructor(parts: ServerParts, origin: string, clock: ServerClock, getSubscriber: () => SharedSubscriber) {
    this.#parts = parts
    this.#origin = origin
    this.#clock = clock
    this.#getSubscriber = getSubscriber
  }

  /** Calls the listener for each change by others. Returns a function that stops it. */
  readonly subscribe = (listener: (change: Change) => void): (() => void) => {
    this.#listeners.add(listener)
    if (!this.#isListening) {
      this.#isListening = true
      void this.#openSubscription()
      void this.#checkNumbers()
    }
    return () => void this.#listeners.delete(listener)
  }

  async #openSubscription(): Promise<void> {
    const subscriber = this.#getSubscriber()
    subscriber.onReconnect(this.#onReconnect)
    const { changes } = this.#parts.names
    const isSubscribed = () =>
      subscriber.subscribe(changes, this.#onMessage).then(
        () => true,
        () => false,
      )
    while (!(await isSubscribed())) await pause(CHECK_MS)
    this.#tellMissed() // what changed since the call of `subscribe`
  }

  /**
   * Also while there is no subscription: a connection may be open that brings nothing. A message may be on its way, so the number of
   * the check before counts.
   */
  async #checkNumbers(): Promise<void> {
    let before: number | undefined
    while (this.#listeners.size > 0) {
      const lastBefore = this.#lastNumber ?? 0 // a later message may come while the number is read
      const number = await this.#clock.readCounter().catch(() => undefined)
      this.#lastNumber ??= number
      const isBehind = before !== undefined && (this.#lastNumber ?? 0) < before
      const isReset = number !== undefined && lastBefore > number // the server has lost its data, and counts again
      if (isBehind || isReset) this.#tellMissed(number)
      before = number
      await pause(CHECK_MS)
    }
    this.#isListening = false
  }

  #tellMissed(number?: number): void {
    this.#lastNumber = number ?? this.#lastNumber
    this.#tell({ type: 'missed' })
  }

  // The same functions each time: who stops to listen and begins again, must not hear everything twice.
  readonly #onReconnect = (): void => this.#tellMissed()

  readonly #onMessage = (message: string): void => {
    const at = message.indexOf(' ')
    const number = Number(message.slice(0, at))
    const isNext = this.#lastNumber === undefined || number === this.#lastNumber + 1
    if (!isNext) this.#tellMissed(number)
    this.#lastNumber = number
    const [origin, changes] = parseChanges(message.slice(at + 1))
    if (origin !== this.#origin) {
      for (const change of changes) this.#tell({ ...change, by: 'machine' } as Change) // it keeps its type
    }
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }
}

/** Anybody may publish on the channel. The engine checks each change itself. */
function parseChanges(text: string): readonly [origin: unknown, changes: readonly Change[]] {
  try {
    const [origin, changes]: readonly unknown[] = JSON.parse(text)
    return [origin, Array.isArray(changes) ? changes : []]
  } catch {
    return [undefined, []]
  }
}
