import type { Flight } from '../../engine/slot/slot.ts'
import type { Observer } from './observer.ts'
import { scheduleRetry } from './retry.ts'

/**
 * Calls the callbacks of the hook that started a request, once per request. Hooks that joined it share the data only. Resolves with
 * the data. Never rejects.
 */
export async function reportToCallbacks(flight: Flight, observer: Observer, retryCount: number): Promise<unknown> {
  const { handle, key } = observer.query
  const config = () => observer.query.config
  const callBack = (name: 'onSuccess' | 'onError', result: unknown) => {
    if (!observer.isReady) return
    if (flight.isCurrent) config()[name]?.(result, key)
    else config().onDiscarded?.(key)
  }
  let hasEnded = false
  if (observer.isReady && config().onLoadingSlow) {
    handle.engine.clock.after(config().loadingTimeout, () => {
      if (!hasEnded && observer.isReady && observer.readSnapshot().isLoading) config().onLoadingSlow?.(key)
    })
  }
  try {
    const data = await flight.promise
    callBack('onSuccess', data)
    return data
  } catch (error) {
    callBack('onError', error)
    if (flight.isCurrent) scheduleRetry(observer, error, retryCount + 1)
    return undefined
  } finally {
    hasEnded = true
  }
}
