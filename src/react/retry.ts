import type { Asked } from '../engine/asked.ts'
import type { Config } from './config.ts'

/** What can fetch again, for as long as someone looks. */
export interface Retriable {
  /** As the latest render asked for it: the policy may differ, the entry never does. */
  asked: Asked
  readonly isLive: boolean
  revalidate(retryCount: number): Promise<unknown>
}

/** The pause grows to 2 to the power of this many times the base. */
const GROWS_TO = 8

/** After a failure: again after a pause that doubles, with jitter, so that a server that is down is not met by all at once. */
export function retry(view: Retriable, config: Config, error: unknown, retryCount: number): void {
  const { errorRetryCount, errorRetryInterval, isOnline, isVisible, onErrorRetry, shouldRetryOnError = true } = config
  const isWorthIt = typeof shouldRetryOnError === 'function' ? shouldRetryOnError(error) : shouldRetryOnError
  if (!isWorthIt || !isVisible() || !isOnline()) return // whoever comes back, or is back online, fetches at once
  const revalidate = () => {
    if (view.isLive) void view.revalidate(retryCount)
  }
  if (onErrorRetry) {
    onErrorRetry(error, view.asked.key, { retryCount, revalidate })
    return
  }
  if (errorRetryCount !== undefined && retryCount > errorRetryCount) return
  const pause = (Math.random() + 0.5) * 2 ** Math.min(retryCount, GROWS_TO) * errorRetryInterval
  view.asked.face.engine.clock.after(pause, revalidate)
}
