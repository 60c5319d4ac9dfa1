import { notify } from '../engine/slots.ts'
import type { Config } from './config.ts'
import type { Viewing } from './viewing.ts'

/** The pause grows to 2 to the power of this many times the base. */
const GROWS_TO = 8

/** After a failure: again after a pause that doubles, with jitter, so that a server that is down is not met by all at once. */
export function retry(view: Viewing, error: unknown, retryCount: number): void {
  const { config, key } = view.wanted
  const { errorRetryCount = Number.POSITIVE_INFINITY, errorRetryInterval, onErrorRetry } = config
  const { shouldRetryOnError = true } = config
  const isWorthIt = typeof shouldRetryOnError === 'function' ? shouldRetryOnError(error) : shouldRetryOnError
  if (!isWorthIt) return
  if (onErrorRetry) {
    const revalidate = () => view.isLive && void view.revalidate(retryCount)
    if (view.isLive && isActive(config)) onErrorRetry(error, key, { retryCount, revalidate })
    return
  }
  if (retryCount > errorRetryCount) return
  const pause = (Math.random() + 0.5) * 2 ** Math.min(retryCount, GROWS_TO) * errorRetryInterval
  tryAgain(view, pause, retryCount)
}

/**
 * Rests while nobody looks or nothing can be reached; ends when the error is gone, by whatever fetch, or is not shown any more.
 * What only waited for the data, such as a page on a server, does not show it.
 */
function tryAgain(view: Viewing, pause: number, retryCount: number): void {
  const { face, id } = view.wanted
  const { clock, failures, slots } = face.engine
  const failure = failures.get(id)
  const again = () => {
    const slot = slots.get(id)
    if (slot === undefined || failures.get(id) !== failure) return
    if (!isActive(view.wanted.config)) clock.after(pause, again)
    else if (view.isLive) void view.revalidate(retryCount)
    else notify(slot, 'outdated') // the hook that failed is gone; another that shows the entry goes on
  }
  if (slots.get(id)?.listeners.size) clock.after(pause, again)
}

export function isActive({ isOnline, isVisible }: Config): boolean {
  return isOnline() && isVisible()
}
