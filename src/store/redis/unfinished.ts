import { pause } from './breaker.ts'

/** How long `settled` waits at most, in milliseconds: a server that is down must not hold a platform up. */
const MAX_WAIT_MS = 5_000

/** What goes on after the calls of a store. */
export class UnfinishedWork {
  readonly #works = new Set<Promise<void>>()

  /** Adds work that never rejects. */
  add(work: Promise<void>): void {
    this.#works.add(work)
    void work.then(() => this.#works.delete(work))
  }

  /** Resolves when all work has ended, after 5 seconds at the latest. */
  settled(): Promise<void> {
    return Promise.race([this.#settleAll(), pause(MAX_WAIT_MS)])
  }

  async #settleAll(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works)
  }
}
