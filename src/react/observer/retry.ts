import { notifyListeners } from '../../engine/slot/slot.ts'
import type { Config } from '../config/config.ts'
import type { Observer } from './observer.ts'

/** The pause grows to 2 to the power of this many times the base. */
const MAX_DOUBLINGS = 8

/** After a failure: again after a pause that doubles, with jitter, so that a server that is down is not met by all at once. */
export function scheduleRetry(observer: Observer, error: unknown, retryCount: number): void {
  const { config, key } = observer.query
  const { errorRetryCount = Number.POSITIVE_INFINITY, errorRetryInterval, onErrorRetry } = config
  const { shouldRetryOnError = true } = config
  const isWorthIt = typeof shouldRetryOnError === 'function' ? shouldRetryOnError(error) : shouldRetryOnError
  if (!isWorthIt) return
  if (onErrorRetry) {
    const revalidate = () => observer.isReady && void observer.revalidate(retryCount)
    if (observer.isReady && isOnlineAndVisible(config)) onErrorRetry(error, key, { retryCount, revalidate })
    return
  }
  if (retryCount > errorRetryCount) return
  const pause = (Math.random() + 0.5) * 2 ** Math.min(retryCount, MAX_DOUBLINGS) * errorRetryInterval
  retryAfter(observer, pause, retryCount)
}

/**
 * Rests while nobody looks or nothing can be reached; ends when the error is gone, by whatever fetch, or is not shown any more.
 * What only waited for the data, such as a page on a server, does not show it.
 */
function retryAfter(observer: Observer, pause: number, retryCount: number): void {
  const { handle, id } = observer.query
  const { clock, failures, slots } = handle.engine
  const failure = failures.get(id)
  const again = () => {
    const slot = slots.get(id)
    if (slot === undefined || failures.get(id) !== failure) return
    if (!isOnlineAndVisible(observer.query.config)) clock.after(pause, again)
    else if (observer.isReady) void observer.revalidate(retryCount)
    else notifyListeners(slot, 'outdated') // the hook that failed is gone; another that shows the entry goes on
  }
  if (slots.get(id)?.listeners.size) clock.after(pause, again)
}

export function isOnlineAndVisible({ isOnline, isVisible }: Config): boolean {
  return isOnline() && isVisible()
}
