import type { FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import { fs } from '../system/process.ts'

/** How often a file is looked at while the system reports changes of it, in milliseconds, because it may be deaf. */
const CHECK_MS = 1_000

/** The same while the system does not report: on network disks, and without a free watch. */
const POLL_MS = 50

/** So many checks in a row that find something unreported prove that the system does not report. */
const MAX_UNREPORTED = 3

/**
 * Calls `look` when the system reports a change in the directory of `file`, and from time to time. `look` resolves to true if it found
 * something new. Neither the watch nor the timer keeps the process alive.
 */
export class FileWatch {
  readonly #file: string
  readonly #look: () => Promise<boolean>
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined
  #unreported = 0
  #isLooking = false
  #shouldLookAgain = false
  #isClosed = false

  constructor(file: string, look: () => Promise<boolean>) {
    this.#file = file
    this.#look = look
    this.watchDirectory()
    this.#startTimer()
  }

  /** Watches the directory that has this name now. A watch stays with its directory when that is renamed or deleted. */
  watchDirectory(): void {
    this.#closeWatcher()
    try {
      this.#watcher = fs.watch(dirname(this.#file), { persistent: false }, () => this.#onReport())
      this.#watcher.on('error', () => this.#closeWatcher())
    } catch {
      // The system has no watch to give: `ENOSPC`, `EMFILE`; or there is no such directory.
    }
  }

  close(): void {
    this.#isClosed = true
    this.#closeWatcher()
    clearTimeout(this.#timer)
  }

  #closeWatcher(): void {
    this.#watcher?.close()
    this.#watcher = undefined
  }

  #onReport(): void {
    this.#unreported = 0
    void this.#lookUntilQuiet()
  }

  #startTimer(): void {
    if (this.#isClosed) return
    const isDeaf = this.#watcher === undefined || this.#unreported >= MAX_UNREPORTED
    this.#timer = setTimeout(() => void this.#check(), isDeaf ? POLL_MS : CHECK_MS)
    this.#timer.unref?.() // in jsdom, a timer is a number
  }

  async #check(): Promise<void> {
    const unreported = this.#unreported
    const hasFound = await this.#lookUntilQuiet()
    if (hasFound && this.#unreported === unreported) this.#unreported += 1
    this.#startTimer()
  }

  async #lookUntilQuiet(): Promise<boolean> {
    this.#shouldLookAgain = true
    if (this.#isLooking) return false
    this.#isLooking = true
    let hasFound = false
    while (this.#shouldLookAgain) {
      this.#shouldLookAgain = false
      hasFound = (await this.#look()) || hasFound
    }
    this.#isLooking = false
    return hasFound
  }
}
