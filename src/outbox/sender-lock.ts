import type { Engine } from '../engine/engine.ts'
import { guardStore } from '../engine/store/guard-store.ts'
import { releaseLock, takeLock } from '../engine/store/stored-entry.ts'
import type { Address } from '../key/address.ts'
import type { Lock } from '../store/store.ts'

/** The right to send: of one tab or process at a time. In a store without locks, and in one that cannot lock, each has it. */
export class SenderLock {
  readonly #engine: Engine
  readonly #address: Address
  #lock: Lock | undefined

  constructor(engine: Engine, address: Address) {
    this.#engine = engine
    this.#address = address
  }

  get isTaken(): boolean {
    return this.#lock !== undefined
  }

  /** Resolves to false if another tab or process sends. */
  async take(): Promise<boolean> {
    const lock = this.#engine.store.lock ? await takeLock(this.#engine, this.#address, false, false) : undefined
    this.#lock = lock ?? { isHeld: async () => true, release: async () => {} }
    if (lock !== null && !lock?.isShared) return true
    await this.release()
    return false
  }

  /** Resolves to false if an invalidation, or another holder, has ended the right. */
  async check(): Promise<boolean> {
    const lock = this.#lock
    const isHeld = await guardStore(this.#engine, 'lock', this.#address, () => lock?.isHeld(), { name: 'isHeld' })
    if (isHeld === false) this.#lock = undefined
    return this.isTaken
  }

  async release(): Promise<void> {
    const lock = this.#lock
    this.#lock = undefined
    await releaseLock(this.#engine, this.#address, lock)
  }
}
