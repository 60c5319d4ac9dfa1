import type { BookPage, BookServer } from './book-server.ts'
import { isPage } from './book-server.ts'

/** The options of a list that its oracle knows. */
export interface OracleOptions {
  readonly initialSize: number
  readonly maxPages: number
  readonly revalidateAll: boolean
  /** How long a page is fresh, in milliseconds. */
  readonly duration: number
}

interface CachedPage {
  readonly value: BookPage
  readonly setAt: number
}

const DEDUPING_INTERVAL_MS = 2_000

/**
 * What a list must show once all requests are answered, and which pages it must have asked for. Told in the words of the
 * documentation, without requests, promises and renders.
 */
export class ListOracle {
  first = 0
  size: number
  now = 0
  readonly requested: number[] = []
  readonly #pages = new Map<number, CachedPage>()
  readonly #options: OracleOptions
  readonly #server: BookServer

  constructor(options: OracleOptions, server: BookServer) {
    this.#options = options
    this.#server = server
    this.size = this.#initialSize
  }

  get #initialSize(): number {
    return Math.min(this.#options.initialSize, this.#options.maxPages)
  }

  /** The page from which the others follow: the first of all, or the nearest to it in the window. */
  get #anchor(): number {
    return Math.min(Math.max(0, this.first), this.first + this.size - 1)
  }

  get #window(): number[] {
    return Array.from({ length: this.size }, (_, at) => this.first + at).filter(isPage)
  }

  /** The data of the list. */
  get shown(): BookPage[] {
    return this.#window.map((at) => this.#pages.get(at)?.value).filter((page) => page !== undefined)
  }

  get hasNext(): boolean {
    return this.shown.at(-1)?.after != null
  }

  get hasPrevious(): boolean {
    return this.shown[0]?.before != null
  }

  mount(): void {
    if (!this.#pages.has(this.#anchor)) this.#forgetWindow()
    this.#load((at) => this.#isCovered(at) && !this.#isRecent(at) && this.#isOutdated(at))
  }

  focus(): void {
    this.#load((at) => this.#isCovered(at) && this.#isOutdated(at) && !this.#isRecent(at))
  }

  setSize(size: number): void {
    const before = this.#window
    this.size = Math.min(size, this.#options.maxPages)
    this.#load((at) => !before.includes(at) && !this.#isRecent(at) && this.#isOutdated(at))
  }

  fetchMore(step: 1 | -1): void {
    const canGrow = this.shown.length === this.size && (step > 0 ? this.hasNext : this.hasPrevious)
    const before = this.#window
    if (canGrow) this.size += 1
    if (canGrow && step < 0) this.first -= 1
    this.#load((at) => !before.includes(at) && !this.#isRecent(at) && this.#isOutdated(at))
    if (this.size > this.#options.maxPages && step > 0) this.first += 1
    this.size = Math.min(this.size, this.#options.maxPages)
  }

  /** `mutate()`: all pages are outdated. */
  refetch(): void {
    this.#load(() => true)
  }

  /** The application writes a note into a page that is shown. */
  write(index: number, note: number, thenRefetch: boolean): void {
    const page = this.shown[index]
    if (page) this.#pages.set(page.at, { value: { ...page, note }, setAt: this.now })
    if (thenRefetch) this.refetch()
  }

  forgetAll(isShown: boolean): void {
    this.#pages.clear()
    this.#forgetWindow()
    if (isShown) this.#load(() => false)
  }

  /** `mutate(undefined)`: the pages of the window are forgotten. */
  forgetShown(): void {
    for (const at of this.#window) this.#pages.delete(at)
    this.#forgetWindow()
    this.refetch()
  }

  invalidate(at: number, isShown: boolean): void {
    this.#pages.delete(at)
    if (isShown) this.#load(() => false)
  }

  #forgetWindow(): void {
    this.first = 0
    this.size = this.#initialSize
  }

  /** Fetches what is missing, and what `isWanted`. */
  #load(isWanted: (at: number) => boolean): void {
    for (const at of this.#window) {
      if (this.#pages.has(at) && !isWanted(at)) continue
      this.requested.push(at)
      this.#pages.set(at, { value: this.#server.page(at), setAt: this.now })
    }
  }

  #isCovered(at: number): boolean {
    return this.#options.revalidateAll || at === this.first
  }

  #isRecent(at: number): boolean {
    return this.now - (this.#pages.get(at)?.setAt ?? 0) < DEDUPING_INTERVAL_MS
  }

  #isOutdated(at: number): boolean {
    return this.now - (this.#pages.get(at)?.setAt ?? 0) >= this.#options.duration
  }
}
