import type { Cachetta } from 'cachetta'
import type { EntryRow, EntryState, Freshness } from './entry-row.ts'
import { ageState } from './entry-row.ts'
import type { EventLog, LogLine } from './event-log.ts'
import { EntryLister } from './list-entries.ts'

/** At most one render of the panel, and one list of the entries, in this time. */
const RENDER_MS = 100
const LIST_MS = 300
/** A list takes at most this part of the time: after one that took 500 ms, the next starts 2 s later. */
const LIST_SHARE = 4
/** Without any event, entries are listed after this time: not every store reports what others change. */
const IDLE_MS = 10_000
/** If more entries have changed, all are listed again. */
const MAX_UPDATES = 50

/** What the panel shows. It is another object after each change. */
export interface Snapshot {
  /** The entries, sorted by label. It is the same list until one changes. Undefined until the first list is complete. */
  readonly rows: readonly EntryRow[] | undefined
  /** What the last list threw. */
  readonly listError: unknown
  /** The newest line first. It is the same list until a line comes. */
  readonly lines: readonly LogLine[]
  /** What the last request of an entry threw. */
  errorOf(row: EntryRow): unknown
  stateOf(row: EntryRow, freshness: Freshness, now: number): EntryState
}

/** Makes what the panel shows. It listens and lists only while the panel is open; the log is always kept. */
export class DevtoolsModel {
  readonly cache: Cachetta
  readonly log: EventLog
  #rows: readonly EntryRow[] | undefined
  #listError: unknown
  #snapshot: Snapshot
  readonly #lister: EntryLister
  readonly #listeners = new Set<() => void>()
  #renderTimer: ReturnType<typeof setTimeout> | undefined
  #listTimer: ReturnType<typeof setTimeout> | undefined
  #isListing = false
  /** True if something has happened since the last list began that concerns more than the entries in `#changed`. */
  #isOutdated = true
  /** The entries that events since then are about. */
  #changed = new Set<string>()
  /** When the next list may begin, as `performance.now` counts. */
  #nextListAt = 0

  constructor(cache: Cachetta, log: EventLog) {
    this.cache = cache
    this.log = log
    this.#lister = new EntryLister(cache)
    this.#snapshot = this.#createSnapshot()
  }

  getSnapshot = (): Snapshot => this.#snapshot

  /** Calls `listener` after changes, and lists the entries from time to time. Returns a function that ends it. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    const unsubscribe = this.log.subscribe((entryId) => {
      if (entryId === undefined) this.#isOutdated = true
      else this.#changed.add(entryId)
      this.#publishSoon()
      if (!this.#isListing) this.#listSoon(this.#nextListAt - performance.now())
    })
    this.#listSoon(0)
    return () => {
      unsubscribe()
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      clearTimeout(this.#renderTimer)
      clearTimeout(this.#listTimer)
      this.#renderTimer = this.#listTimer = undefined
    }
  }

  /** Lists the entries without delay, after an action of the user. */
  refresh(): Promise<void> {
    this.#isOutdated = true
    return this.#list()
  }

  #createSnapshot(): Snapshot {
    const { log } = this
    return {
      rows: this.#rows,
      listError: this.#listError,
      lines: log.lines,
      errorOf: ({ id }) => log.errorOf(id),
      stateOf(row, freshness, now) {
        if (log.isRunning(row.id)) return 'fetching'
        return log.errorOf(row.id) === undefined ? ageState(row, freshness, now) : 'error'
      },
    }
  }

  #publishSoon(): void {
    if (this.#listeners.size === 0) return
    this.#renderTimer ??= setTimeout(() => {
      this.#renderTimer = undefined
      this.#publish()
    }, RENDER_MS)
  }

  #publish(): void {
    this.#snapshot = this.#createSnapshot()
    for (const listener of [...this.#listeners]) listener()
  }

  /** A timer that is set already fires earlier if it must. */
  #listSoon(span: number): void {
    if (this.#listeners.size === 0) return
    clearTimeout(this.#listTimer)
    this.#listTimer = setTimeout(() => void this.#list(), Math.max(0, span))
  }

  async #list(): Promise<void> {
    if (this.#isListing) return
    this.#isListing = true
    const changed = this.#changed
    const isSmall = !this.#isOutdated && changed.size > 0 && changed.size <= MAX_UPDATES
    this.#isOutdated = false
    this.#changed = new Set()
    const startedAt = performance.now()
    try {
      this.#rows = isSmall && this.#rows ? await this.#lister.update(this.#rows, changed) : await this.#lister.list()
      this.#listError = undefined
    } catch (error) {
      this.#listError = error
    }
    this.#isListing = false
    const pause = Math.max(LIST_MS, LIST_SHARE * (performance.now() - startedAt))
    this.#nextListAt = performance.now() + pause
    this.#publish()
    this.#listSoon(this.#isOutdated || this.#changed.size > 0 ? pause : Math.max(IDLE_MS, pause))
  }
}
