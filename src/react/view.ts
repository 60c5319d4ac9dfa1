import { demand } from '../engine/demand.ts'
import type { Engine } from '../engine/engine.ts'
import { glance } from '../engine/glance.ts'
import { listen } from '../engine/listen.ts'
import type { Remembered } from '../engine/memory.ts'
import { mutateBy } from '../engine/mutate.ts'
import { restore } from '../engine/restore.ts'
import type { News } from '../engine/slots.ts'
import { spendPreload } from '../engine/spend-preload.ts'
import { whenShown } from '../engine/when-shown.ts'
import { hasChanged } from './data.ts'
import { isDue } from './due.ts'
import type { Instance } from './instance.ts'
import { failForWantOfFetcher, warnForWantOfFetcher } from './no-fetcher.ts'
import { report } from './report.ts'
import { servedSnapshot } from './served-snapshot.ts'
import { snapshotOf } from './snapshot.ts'
import type { State } from './state.ts'
import type { Promised, Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'
import { isFetchable } from './wanted.ts'

/**
 * One hook looking at one entry. It lives as long as the key does: what belongs to an older key (a timer, an answer on its
 * way) belongs to an older view, which has been stopped.
 *
 *     key A   |--fetch-------------------|       the answer enters the cache of A; the hook looks at B already
 *     key B            | B's data, at once |
 */
export class View implements Viewing {
  wanted: Wanted
  isLive = false
  promised: Promised | undefined
  readonly #engine: Engine
  readonly #instance: Pick<Instance, 'isFirst' | 'seen' | 'shown'>
  #isMounted = false
  #shown: State | undefined
  #served: State | undefined
  #tell = (): void => {}

  constructor(wanted: Wanted, instance: Pick<Instance, 'isFirst' | 'seen' | 'shown'>) {
    this.wanted = wanted
    this.#engine = wanted.face.engine
    this.#instance = instance
  }

  now(): State {
    const known = this.#known()
    return snapshotOf(this.wanted, known, !this.isLive && this.#isDue(known))
  }

  readonly look = (): State => {
    const next = this.now()
    if (!this.#shown || hasChanged(this.#instance, this.wanted, this.#shown, next)) this.#shown = next
    // In place: a field that nobody has read yet tells the truth to the first who does.
    else Object.assign(this.#shown, next)
    return this.#shown
  }

  readonly lookAtServer = (): State => {
    this.#served ??= servedSnapshot(this.wanted)
    return this.#served
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#tell = tell
    return () => {
      this.#tell = () => {}
    }
  }

  start(): () => void {
    this.#isMounted = true
    const stop = listen(this.#engine, this.wanted, this.#hear)
    if (this.#known()) this.#begin()
    else {
      void restore(this.#engine, this.wanted).then(() => {
        if (this.#isMounted && !this.isLive) this.#begin()
      })
    }
    return () => {
      this.#isMounted = this.isLive = false
      stop()
    }
  }

  /**
   * What runs, or ran a moment ago, is enough, unless it is known to be outdated. Resolves with the data; with nothing where there
   * was nothing to fetch.
   */
  async revalidate(retryCount = 0, isOutdated = false): Promise<unknown> {
    const { wanted } = this
    if (!isFetchable(wanted)) return undefined
    const running = this.#engine.slots.get(wanted.id)?.flight
    const flight = demand(this.#engine, wanted, isOutdated ? undefined : wanted.config.dedupingInterval)
    if (flight && flight !== running) return report(flight, this, retryCount)
    return flight?.promise.catch(() => undefined) // its news are for who began it
  }

  wait(): Promise<unknown> {
    const engine = this.#engine
    engine.page?.wait(this.wanted)
    return whenShown(engine, this.wanted, () => {
      if (engine.page && engine.slots.get(this.wanted.id)?.flight) return // a page asks once, however long it takes
      if (this.wanted.compute) void this.revalidate()
      else failForWantOfFetcher(engine, this.wanted)
    })
  }

  mutate(given: readonly unknown[]): Promise<unknown> {
    return mutateBy(this.#engine, this.wanted, given)
  }

  #known(): Remembered | undefined {
    return glance(this.#engine, this.wanted)
  }

  #isDue(known: Remembered | undefined): boolean {
    return !this.#isLeftToOthers() && isDue(this.wanted, known, this.#instance.isFirst())
  }

  /** Others came first, and show the error: it is for them to try again. */
  #isLeftToOthers(): boolean {
    const { failures, slots } = this.#engine
    const { id } = this.wanted
    if (!failures.has(id)) return false
    const [first = this.#hear] = slots.get(id)?.listeners ?? []
    return first !== this.#hear
  }

  #begin(): void {
    const known = this.#known()
    const isFetching = this.#isDue(known)
    this.isLive = true
    if (isFetching) void this.revalidate()
    if (!this.wanted.compute) warnForWantOfFetcher(this)
    if (known?.isPreloaded) spendPreload(this.#engine, known)
    this.#tell()
  }

  readonly #hear = (news: News): unknown => {
    if (news === 'outdated') return this.revalidate(0, true)
    if (news === 'elsewhere') return this.#follow()
    return this.#tell()
  }

  /**
   * What someone else deleted, all who show it need again. One of them fetches it, and the others have its value:
   *
   *     tab A   invalidate |-delete-|-lock-|----fetch----|-set-|
   *     tab B                   told |~~~~~waits for the lock~~~|-read: new, adopt it-|
   */
  async #follow(): Promise<unknown> {
    await restore(this.#engine, this.wanted)
    this.#tell()
    return this.isLive && !this.#known() ? this.revalidate() : undefined
  }
}
