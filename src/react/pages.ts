import { demand } from '../engine/demand.ts'
import { glance } from '../engine/glance.ts'
import { listen } from '../engine/listen.ts'
import { restore } from '../engine/restore.ts'
import type { News } from '../engine/slots.ts'
import { supersede } from '../engine/slots.ts'
import { whenShown } from '../engine/when-shown.ts'
import { hasChanged } from './data.ts'
import type { Instance } from './instance.ts'
import type { Choice, Reason } from './page-due.ts'
import { isToBeFetched } from './page-due.ts'
import { mutatePages } from './pages-mutation.ts'
import type { Known } from './pages-snapshot.ts'
import { pagesSnapshot } from './pages-snapshot.ts'
import type { PagesState, PagesWanted } from './pages-wanted.ts'
import { retry } from './retry.ts'
import { servedPages } from './served-pages.ts'
import type { Promised, Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'
import { isFetchable, wantedBy } from './wanted.ts'

/** Why pages are fetched, and which. */
interface Why {
  readonly reason: Reason
  readonly choice?: Choice | undefined
}

/**
 * A list of pages, each an ordinary entry: kept, shared between tabs, mutated and invalidated by itself. The list itself is
 * kept nowhere; it is what memory holds of its pages, up to the first that is missing.
 */
export class Pages implements Viewing {
  wanted: PagesWanted
  isLive = false
  promised: Promised | undefined
  #size: number
  #loads = 0
  /** Are there later pages that the load will come to? */
  #isMoreDue = false
  /** The load that counts: an older one stops at its next page. */
  #load: object | undefined
  #shown: PagesState | undefined
  #served: PagesState | undefined
  readonly #instance: Pick<Instance, 'seen' | 'shown'>
  readonly #listening = new Map<string, () => void>()
  #tell = (): void => {}

  constructor(wanted: PagesWanted, size: number, instance: Pick<Instance, 'seen' | 'shown'>) {
    this.wanted = wanted
    this.#size = size
    this.#instance = instance
  }

  get size(): number {
    return this.#size
  }

  now(): PagesState {
    const chain = this.chain()
    return pagesSnapshot(chain, {
      isToBeFetched: this.#isToBeFetched(chain),
      size: this.#size,
      before: this.#shown,
      known: knownNow,
    })
  }

  /** Is a fetch about to follow that has not begun? So the end of the last one and of the load are one change. */
  #isToBeFetched(chain: readonly Wanted[]): boolean {
    const isMissing = chain.some((page) => glance(page.face.engine, page) === undefined && isFetchable(page))
    if (this.isLive) return this.#loads > 0 && (isMissing || this.#isMoreDue)
    return isMissing || chain.some((page, index) => this.#isDue(page, { index, reason: 'begin' }))
  }

  readonly look = (): PagesState => {
    const next = this.now()
    if (this.#shown === undefined || hasChanged(this.#instance, this.wanted, this.#shown, next)) this.#shown = next
    else Object.assign(this.#shown, next)
    return this.#shown
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#tell = tell
    return () => {
      this.#tell = () => {}
    }
  }

  /** The pages whose keys can be told from what memory holds. */
  chain(known: Known = knownNow): Wanted[] {
    const pages: Wanted[] = []
    let before: unknown = null
    while (pages.length < this.#size) {
      const page = this.#page(pages.length, before)
      if (page === undefined) break
      pages.push(page)
      const there = known(page)
      if (there === undefined && !this.wanted.infinite.parallel) break
      before = there?.entry.value ?? null
    }
    return pages
  }

  start(): () => void {
    this.isLive = true
    this.#listen()
    void this.load('begin')
    return () => {
      this.isLive = false
      this.#load = undefined
      for (const stop of this.#listening.values()) stop()
      this.#listening.clear()
    }
  }

  async setSize(size: number): Promise<unknown> {
    this.#size = size
    this.#changed()
    return this.load('more')
  }

  revalidate(retryCount = 0): Promise<unknown> {
    return this.load('again', undefined, retryCount)
  }

  readonly lookAtServer = (): PagesState => {
    this.#served ??= servedPages(this.#size, (known) => this.chain(known))
    return this.#served
  }

  mutate(given: readonly unknown[]): Promise<unknown> {
    return mutatePages(this, given)
  }

  wait(): Promise<unknown> {
    const { engine } = this.wanted.face
    engine.page?.wait(this.wanted)
    return whenShown(engine, this.wanted, () => void this.load('begin'))
  }

  /** Fetches what the reason asks for, page after page. Resolves with the list; never rejects. */
  async load(reason: Reason, choice?: Choice, retryCount = 0): Promise<unknown> {
    const own = {}
    this.#load = own
    this.#loads += 1
    this.#changed()
    const { config } = this.wanted
    try {
      await this.#loadPages({ reason, choice }, () => this.#load === own)
      config.onSuccess?.(this.now().data, this.wanted.key)
    } catch (error) {
      config.onError?.(error, this.wanted.key)
      if (this.#load === own) retry(this, error, retryCount + 1)
    } finally {
      this.#loads -= 1
      this.#changed()
    }
    return this.now().data
  }

  async #loadPages(why: Why, isWanted: () => boolean): Promise<void> {
    const { parallel } = this.wanted.infinite
    const running: Promise<unknown>[] = []
    let before: unknown = null
    for (let index = 0; index < this.#size && isWanted(); index += 1) {
      const page = this.#page(index, parallel ? null : before)
      if (page === undefined) break
      this.#isMoreDue = this.chain().some((later, at) => at > index && this.#isDue(later, { index: at, ...why }))
      const fetching = this.#fetchPage(page, { index, ...why })
      running.push(fetching)
      if (!parallel) before = await fetching
    }
    await Promise.all(running)
  }

  async #fetchPage(page: Wanted, why: Why & { readonly index: number }): Promise<unknown> {
    const { engine } = page.face
    if (glance(engine, page) === undefined) await restore(engine, page)
    const known = glance(engine, page)?.entry.value
    if (!isFetchable(page) || !this.#isDue(page, why)) return known
    const slot = engine.slots.get(page.id)
    if (why.reason === 'outdated' && slot) supersede(slot)
    const flight = demand(engine, page, why.reason === 'outdated' ? undefined : page.config.dedupingInterval)
    return flight ? flight.promise : known
  }

  #isDue(page: Wanted, why: Why & { readonly index: number }): boolean {
    const { infinite } = this.wanted
    if (!isFetchable(page)) return false
    return isToBeFetched(page, glance(page.face.engine, page), { choice: undefined, ...why, infinite })
  }

  #page(index: number, before: unknown): Wanted | undefined {
    const { config, fetcher, getKey } = this.wanted
    return wantedBy(() => getKey(index, before), fetcher, config)
  }

  #changed(): void {
    this.#listen()
    this.#tell()
  }

  /** Listens to the pages that there are now, and to no others. */
  #listen(): void {
    if (!this.isLive) return
    const chain = new Map(this.chain().map((page) => [page.id, page]))
    for (const [id, page] of chain) {
      if (!this.#listening.has(id))
        this.#listening.set(
          id,
          listen(page.face.engine, page, (news) => this.#hear(page, news)),
        )
    }
    for (const [id, stop] of this.#listening) {
      if (chain.has(id)) continue
      this.#listening.delete(id)
      stop()
    }
  }

  #hear(page: Wanted, news: News): unknown {
    if (news === 'outdated') return this.load('again')
    if (news === 'elsewhere') return this.#follow(page)
    return this.#changed()
  }

  async #follow(page: Wanted): Promise<unknown> {
    await restore(page.face.engine, page)
    this.#changed()
    return this.isLive && glance(page.face.engine, page) === undefined ? this.load('again') : undefined
  }
}

const knownNow: Known = (page) => glance(page.face.engine, page)
