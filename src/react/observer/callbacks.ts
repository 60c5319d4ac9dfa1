import type { Flight } from '../../engine/slot/slot.ts'
import type { Observer } from './observer.ts'
import { scheduleRetry } from './retry.ts'

/** Tells the hook that began a request how it went; those who join it share the data, not the change. Never rejects. */
export async function reportToCallbacks(flight: Flight, observer: Observer, retryCount: number): Promise<unknown> {
  const { handle, key } = observer.query
  const config = () => observer.query.config
  const tell = (event: 'onSuccess' | 'onError', outcome: unknown) => {
    if (!observer.isReady) return
    if (flight.isCurrent) config()[event]?.(outcome, key)
    else config().onDiscarded?.(key)
  }
  let isOver = false
  if (observer.isReady && config().onLoadingSlow) {
    handle.engine.clock.after(config().loadingTimeout, () => {
      if (!isOver && observer.isReady && observer.readSnapshot().isLoading) config().onLoadingSlow?.(key)
    })
  }
  try {
    const data = await flight.promise
    tell('onSuccess', data)
    return data
  } catch (error) {
    tell('onError', error)
    if (flight.isCurrent) scheduleRetry(observer, error, retryCount + 1)
    return undefined
  } finally {
    isOver = true
  }
}
