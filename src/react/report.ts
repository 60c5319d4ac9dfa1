import type { Demanded } from '../engine/demand.ts'
import type { Committed } from './committed.ts'
import type { Retriable } from './retry.ts'
import { retry } from './retry.ts'
import type { State } from './state.ts'

/** What begins requests, and is told how they went. */
export interface Reporting extends Retriable {
  now(): State
}

/** Tells the hook that began a request how it went; those who joined it share the data, not the news. Never rejects. */
export async function report(
  { flight, isOwn }: Demanded,
  view: Reporting,
  instance: Committed,
  retryCount: number,
): Promise<unknown> {
  const { key, face } = view.asked
  const config = () => instance.latest().config
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
    if (isOwn && flight.isKept) retry(view, config(), error, retryCount + 1)
    return undefined
  } finally {
    isOver = true
  }
}
