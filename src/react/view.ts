import type { Asked } from '../engine/asked.ts'
import type { Demanded } from '../engine/demand.ts'
import { demand, demandAnew } from '../engine/demand.ts'
import type { Engine } from '../engine/engine.ts'
import { glance } from '../engine/glance.ts'
import { listen } from '../engine/listen.ts'
import type { Remembered } from '../engine/memory.ts'
import { mutateBy } from '../engine/mutate-options.ts'
import type { Job } from '../engine/question.ts'
import { restore } from '../engine/restore.ts'
import type { News } from '../engine/slots.ts'
import { spendPreload } from '../engine/spend-preload.ts'
import { whenShown } from '../engine/when-shown.ts'
import type { Committed } from './committed.ts'
import type { Coming } from './due.ts'
import { isDue } from './due.ts'
import { jobFor, runnable } from './fetch-job.ts'
import { failForWantOfFetcher, warnForWantOfFetcher } from './no-fetcher.ts'
import { report } from './report.ts'
import { servedSnapshot } from './served-snapshot.ts'
import { hasChanged, snapshotOf } from './snapshot.ts'
import type { State } from './state.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

/**
 * One hook looking at one entry. It lives as long as the key does: what belongs to an older key (a timer, an answer on its
 * way) belongs to an older view, which has been stopped.
 *
 *     key A   |--fetch-------------------|       the answer enters the cache of A; the hook looks at B already
 *     key B            | B's data, at once |
 */
export class View implements Viewing {
  asked: Asked
  #first: Wanted
  readonly #instance: Committed
  /** False until it is known whether to fetch: before the hook is mounted, and while its store is being read. */
  #isLive = false
  #start: object | undefined
  #coming: Coming
  #shown: State | undefined
  #served: State | undefined
  #tell = (): void => {}

  constructor(asked: Asked, first: Wanted, instance: Committed) {
    this.asked = asked
    this.#first = first
    this.#instance = instance
    this.#coming = this.#comingFrom(instance.latest().asked)
  }

  renew(asked: Asked, wanted: Wanted): void {
    if (!this.#start) this.#coming = this.#comingFrom(this.#instance.latest().asked)
    this.asked = asked
    this.#first = wanted
  }

  get isLive(): boolean {
    return this.#isLive
  }

  /** What is true in this moment. */
  now(): State {
    const known = glance(this.asked.face.engine, this.asked)
    return this.#stateOf(known)
  }

  readonly look = (): State => {
    const next = this.now()
    if (this.#shown === undefined || hasChanged(this.#instance, this.#shown, next)) this.#shown = next
    // In place: a field that nobody has read yet tells the truth to the first who does.
    else Object.assign(this.#shown, next)
    return this.#shown
  }

  readonly lookAtServer = (): State => {
    this.#served ??= servedSnapshot(this.asked, this.#wanted())
    return this.#served
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.#tell = tell
    return () => {
      this.#tell = () => {}
    }
  }

  readonly start = (): (() => void) => {
    const { face } = this.asked
    this.#coming = { ...this.#coming, isLeftToOthers: isShownInError(this.asked) }
    const stop = listen(face.engine, this.asked, (news) => this.#hear(news))
    const own = {}
    this.#start = own
    if (glance(face.engine, this.asked)) this.#begin()
    else {
      void restore(face.engine, this.asked).then(() => {
        if (this.#start === own) this.#begin()
      })
    }
    return () => {
      this.#start = undefined
      this.#isLive = false
      stop()
    }
  }

  /** What runs, or ran a moment ago, is enough. Resolves with the data; with nothing where there was nothing to fetch. */
  revalidate(retryCount = 0): Promise<unknown> {
    const { dedupingInterval } = this.#wanted().config
    return this.#fetch((engine, job) => demand(engine, job, dedupingInterval), retryCount)
  }

  wait(): Promise<unknown> {
    const { engine } = this.asked.face
    engine.page?.wait(this.asked)
    return whenShown(engine, this.asked, () => {
      if (engine.page && engine.slots.get(this.asked.id)?.flight) return // a page asks once, however long it takes
      if (runnable(this.asked, this.#wanted())) void this.revalidate()
      else failForWantOfFetcher(this.asked)
    })
  }

  #comingFrom(before: Asked | undefined): Coming {
    return { isFirst: before === undefined || before === this.asked, isLeftToOthers: isShownInError(this.asked) }
  }

  /** Until it is mounted, the hook wants what its first render wanted. */
  #wanted(): Wanted {
    return this.#isLive ? this.#instance.latest() : this.#first
  }

  #stateOf(known: Remembered | undefined): State {
    const wanted = this.#wanted()
    return snapshotOf(this.asked, wanted, known, !this.#isLive && isDue(this.asked, wanted, known, this.#coming))
  }

  mutate(given: readonly unknown[]): Promise<unknown> {
    return mutateBy(this.asked.face.engine, this.asked, given)
  }

  #begin(): void {
    const known = glance(this.asked.face.engine, this.asked)
    const wanted = this.#instance.latest()
    const isFetching = isDue(this.asked, wanted, known, this.#coming)
    this.#isLive = true
    if (isFetching) void this.revalidate()
    if (!runnable(this.asked, wanted)) warnForWantOfFetcher(this)
    if (known?.isPreloaded) spendPreload(this.asked)
    this.#tell()
  }

  #hear(news: News): unknown {
    if (news === 'outdated') return this.#fetch(demandAnew, 0)
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
    const { engine } = this.asked.face
    await restore(engine, this.asked)
    this.#tell()
    return this.#isLive && glance(engine, this.asked) === undefined ? this.revalidate() : undefined
  }

  async #fetch(ask: (engine: Engine, job: Job) => Demanded | null, retryCount: number): Promise<unknown> {
    const wanted = this.#wanted()
    const job = jobFor(this.asked, wanted)
    if (job === undefined || wanted.config.isPaused()) return undefined
    const demanded = ask(this.asked.face.engine, job)
    return demanded && report(demanded, this, this.#instance, retryCount)
  }
}

function isShownInError({ face: { engine }, id }: Asked): boolean {
  return engine.failures.get(id) !== undefined && (engine.slots.get(id)?.listeners.size ?? 0) > 0
}
