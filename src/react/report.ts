import type { Flight } from '../engine/slots.ts'
import { retry } from './retry.ts'
import type { Viewing } from './viewing.ts'

/** Tells the hook that began a request how it went; those who joined it share the data, not the news. Never rejects. */
export async function report(flight: Flight, isOwn: boolean, view: Viewing, retryCount: number): Promise<unknown> {
  const { face, key } = view.wanted
  const config = () => view.wanted.config
  const isHeard = () => isOwn && view.isLive
  const tell = (event: 'onSuccess' | 'onError', outcome: unknown) => {
    if (!isHeard()) return
    if (flight.isKept) config()[event]?.(outcome, key)
    else config().onDiscarded?.(key)
  }
  let isOver = false
  if (view.isLive && config().onLoadingSlow) {
    face.engine.clock.after(config().loadingTimeout, () => {
      if (!isOver && isHeard() && view.now().isLoading) config().onLoadingSlow?.(key)
    })
  }
  try {
    const data = await flight.promise
    tell('onSuccess', data)
    return data
  } catch (error) {
    tell('onError', error)
    if (isOwn && flight.isKept) retry(view, error, retryCount + 1)
    return undefined
  } finally {
    isOver = true
  }
}
