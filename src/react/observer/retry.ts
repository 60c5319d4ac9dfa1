// Retries after an error. They belong to the entry: a chain of retries goes on as long as any hook shows the entry.
//
//     hook 1   |-- fetches ✗ ---| unmounts
//     hook 2      |-- joins ✗ --------------------- fetches ✗ ----------------------- fetches ✓
//     chain                 |~~ pause of retry 1 ~~|         |~~~ pause of retry 2 ~~~|

import type { Engine, Failure } from '../../engine/engine.ts'
import { debug } from '../../engine/log.ts'
import type { Config } from '../config/config.ts'
import type { Retry } from '../config/options.ts'
import type { Observer } from './observer.ts'
import { askHost, callOption } from './query.ts'

/** The pause doubles this many times at most. */
const MAX_DOUBLINGS = 8

interface RetryChain {
  /** The mounted hooks that show the entry, or the list. */
  readonly observers: Set<Observer>
  /** Stop the timers that run for these hooks. */
  readonly timers: Set<() => void>
  /** The failure that was met last. Several hooks that waited for one request meet it. */
  failure?: Failure | undefined
  /** The retry that counts. An older one does nothing. */
  latest?: object | undefined
  /** Ends the pause before that retry. */
  stopPause?: (() => void) | undefined
  /** Continues a retry that waits until the page is visible and online. */
  resume?: (() => void) | undefined
}

type Chains = Map<string, RetryChain>

/** By engine, then by kind of observer, because a list has the id of its first page. */
const chainsByEngine = new WeakMap<Engine, Map<unknown, Chains>>()

function chainsOf(observer: Observer): Chains {
  const { engine } = observer.query.handle
  const byKind = chainsByEngine.get(engine) ?? new Map<unknown, Chains>()
  chainsByEngine.set(engine, byKind)
  const chains = byKind.get(observer.constructor) ?? new Map<string, RetryChain>()
  byKind.set(observer.constructor, chains)
  return chains
}

/** A mounted hook takes part in the retries of its entry. Returns a function that ends that. */
export function joinRetries(observer: Observer): () => void {
  const { handle, id } = observer.query
  const chains = chainsOf(observer)
  const chain = chains.get(id) ?? { observers: new Set(), timers: new Set() }
  chains.set(id, chain)
  chain.observers.add(observer)
  return () => {
    chain.observers.delete(observer)
    // A component that is mounted twice, or moved, returns at once.
    handle.engine.clock.after(0, () => {
      if (chain.observers.size > 0) return
      for (const stop of chain.timers) stop()
      if (chains.get(id) === chain) chains.delete(id)
    })
  }
}

/** An earlier hook shows the error of this entry. It retries, so this one does not fetch. */
export function isErrorOfOthers(observer: Observer): boolean {
  const [first = observer] = chainsOf(observer).get(observer.query.id)?.observers ?? []
  return first !== observer && observer.hasFailed()
}

/** Runs a task later, unless no hook shows the entry any more. Returns a function that stops the timer. */
export function startTimer(observer: Observer, ms: number, task: () => void): () => void {
  const { handle, id } = observer.query
  const timers = chainsOf(observer).get(id)?.timers
  const stopTimeout =
    timers &&
    handle.engine.clock.startTimeout(ms, () => {
      timers.delete(stop)
      task()
    })
  const stop = () => {
    timers?.delete(stop)
    stopTimeout?.()
  }
  timers?.add(stop)
  return stop
}

/**
 * Retries after a growing pause with jitter, so that not all clients meet a server at once when it is back. The options are those
 * of the hook that `failed`, else of the first mounted hook that wants a retry. Without a mounted hook there is no retry.
 */
export function scheduleRetry(failed: Observer, error: unknown, retryCount: number): void {
  const { handle, id } = failed.query
  const failure = handle.engine.failures.get(id)
  const chain = chainsOf(failed).get(id)
  if (!chain || (failure && chain.failure === failure)) return
  chain.failure = failure
  const own = {}
  chain.latest = own
  chain.stopPause?.()
  chain.resume = undefined
  const observer = [failed, ...chain.observers].find((each) => wantsRetry(each, error, retryCount))
  if (!observer) return
  const { config, key } = observer.query
  const retry = () => {
    const next = [observer, ...chain.observers].find(({ isReady }) => isReady)
    if (chain.latest !== own || !next?.hasFailed()) return
    chain.latest = chain.failure = undefined
    void next.revalidate({ reason: 'retry', retryCount, maxAge: 0 })
  }
  const { errorRetryCount, onErrorRetry } = config
  const pause = (Math.random() + 0.5) * 2 ** Math.min(retryCount, MAX_DOUBLINGS) * config.errorRetryInterval
  debug(observer.query, () => `retry ${retryCount} ${onErrorRetry ? 'by onErrorRetry' : `in ${Math.round(pause)} ms`}`)
  const retryLater = () => wait(chain, observer, pause, () => whenActive(chain, observer, pause, retry))
  if (!onErrorRetry) {
    retryLater()
    return
  }
  whenActive(chain, observer, pause, () => {
    const returned = callOption<[unknown, unknown, Retry], unknown>(
      onErrorRetry,
      [error, key, { retryCount, revalidate: retry }],
      own,
    )
    if (returned === own && retryCount <= errorRetryCount) retryLater() // it threw
  })
}

/**
 * Call it when a request does not count, or a hook finds an error during a pause. Retries an error that no hook retries any more:
 *
 *     retry      |--------✗ superseded              |------| value
 *     mutation        |---------| fails, no fetch
 *     pause               |~~~~~~~~~~~~~~~~~~~~~~~~~|
 */
export function ensureRetry(observer: Observer): void {
  const isRetried = chainsOf(observer).get(observer.query.id)?.latest
  if (!isRetried && observer.hasFailed()) scheduleRetry(observer, observer.readSnapshot().error, 1)
}

/** Runs a task after a pause, unless a later failure or a later pause comes before. */
function wait(chain: RetryChain, observer: Observer, pause: number, task: () => void): void {
  chain.stopPause?.()
  chain.stopPause = startTimer(observer, pause, task)
}

function wantsRetry({ isReady, query }: Observer, error: unknown, retryCount: number): boolean {
  const { errorRetryCount, onErrorRetry, shouldRetryOnError } = query.config
  if (!isReady || (!onErrorRetry && retryCount > errorRetryCount)) return false
  return typeof shouldRetryOnError === 'function' ? callOption(shouldRetryOnError, [error], true) : shouldRetryOnError
}

/** Runs a task now, or as soon as the page is visible and online, and the hook not paused. Looks again after each `pause`. */
function whenActive(chain: RetryChain, observer: Observer, pause: number, task: () => void): void {
  const { config, isPaused } = observer.query
  if (isOnlineAndVisible(config) && !isPaused()) {
    task()
    return
  }
  const resume = () => {
    chain.stopPause?.()
    chain.resume = undefined
    whenActive(chain, observer, pause, task)
  }
  chain.resume = resume
  wait(chain, observer, pause, resume)
}

/** The page is visible or online again: a retry that was due meanwhile runs. */
export function resumeRetry(observer: Observer): void {
  if (isOnlineAndVisible(observer.query.config)) chainsOf(observer).get(observer.query.id)?.resume?.()
}

export function isOnlineAndVisible({ isOnline, isVisible }: Config): boolean {
  return askHost(isOnline) && askHost(isVisible)
}

/** The watch of all loads that run for one hook. */
interface LoadingWatch {
  loads: number
  stop(): void
}

const loadingWatches = new WeakMap<Observer, LoadingWatch>()

/**
 * Calls `onLoadingSlow` if there is still nothing to show after `loadingTimeout`. A hook is told once, however many loads run for it:
 * a component that is mounted twice starts two. Returns a function that ends the watch of this load.
 */
export function watchLoading(observer: Observer): () => void {
  const { loadingTimeout, onLoadingSlow } = observer.query.config
  if (!observer.isReady || !onLoadingSlow) return () => {}
  const tell = () => {
    const { config, key } = observer.query
    if (observer.isReady && observer.readSnapshot().isLoading) callOption(config.onLoadingSlow, [key], undefined)
  }
  const watch = loadingWatches.get(observer) ?? { loads: 0, stop: startTimer(observer, loadingTimeout, tell) }
  loadingWatches.set(observer, watch)
  watch.loads += 1
  let isEnded = false
  return () => {
    if (isEnded) return
    isEnded = true
    watch.loads -= 1
    if (watch.loads > 0) return
    watch.stop()
    loadingWatches.delete(observer)
  }
}
