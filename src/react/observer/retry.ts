import { notifyListeners } from '../../engine/slot/slot.ts'
import type { Config } from '../config/config.ts'
import type { Observer } from './observer.ts'

/** The pause doubles this many times at most. */
const MAX_DOUBLINGS = 8

/** Retries after a growing pause with jitter, so that not all clients meet a server at once when it is back. */
export function scheduleRetry(observer: Observer, error: unknown, retryCount: number): void {
  const { config, key } = observer.query
  const { errorRetryCount, errorRetryInterval, onErrorRetry, shouldRetryOnError } = config
  const shouldRetry = typeof shouldRetryOnError === 'function' ? shouldRetryOnError(error) : shouldRetryOnError
  if (!shouldRetry) return
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
 * Retries after `pause` milliseconds. Waits longer while the page is hidden or offline. Stops when the error is gone, or when
 * nobody shows it any more. A page on a server only waits for the data and shows no error, so it does not retry.
 */
function retryAfter(observer: Observer, pause: number, retryCount: number): void {
  const { handle, id } = observer.query
  const { clock, failures, slots } = handle.engine
  const failure = failures.get(id)
  const retry = () => {
    const slot = slots.get(id)
    if (slot === undefined || failures.get(id) !== failure) return
    if (!isOnlineAndVisible(observer.query.config)) clock.after(pause, retry)
    else if (observer.isReady) void observer.revalidate(retryCount)
    else notifyListeners(slot, 'refetch') // the hook that failed is gone; another hook that shows the entry continues
  }
  if (slots.get(id)?.listeners.size) clock.after(pause, retry)
}

export function isOnlineAndVisible({ isOnline, isVisible }: Config): boolean {
  return isOnline() && isVisible()
}
