import type { Flight } from '../engine/slots.ts'
import { retry } from './retry.ts'
import type { Viewing } from './viewing.ts'

/** Tells the hook that began a request how it went; those who join it share the data, not the news. Never rejects. */
export async function report(flight: Flight, view: Viewing, retryCount: number): Promise<unknown> {
  const { face, key } = view.wanted
  const config = () => view.wanted.config
  const tell = (event: 'onSuccess' | 'onError', outcome: unknown) => {
    if (!view.isLive) return
    if (flight.isKept) config()[event]?.(outcome, key)
    else config().onDiscarded?.(key)
  }
  let isOver = false
  if (view.isLive && config().onLoadingSlow) {
    face.engine.clock.after(config().loadingTimeout, () => {
      if (!isOver && view.isLive && view.now().isLoading) config().onLoadingSlow?.(key)
    })
  }
  try {
    const data = await flight.promise
    tell('onSuccess', data)
    return data
  } catch (error) {
    tell('onError', error)
    if (flight.isKept) retry(view, error, retryCount + 1)
    return undefined
  } finally {
    isOver = true
  }
}
