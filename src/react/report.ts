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
  const { asked } = view
  const config = () => instance.latest().config
  const { key } = asked
  const { clock } = asked.face.engine
  let isOver = !isOwn
  clock.after(config().loadingTimeout, () => {
    if (!isOver && view.now().isLoading) config().onLoadingSlow?.(key)
  })
  try {
    const data = await flight.promise
    if (isOwn && flight.isKept) config().onSuccess?.(data, key)
    else if (isOwn) config().onDiscarded?.(key)
    return data
  } catch (error) {
    if (isOwn && view.isLive) {
      config().onError?.(error, key)
      retry(view, config(), error, retryCount + 1)
    }
    return undefined
  } finally {
    isOver = true
  }
}
