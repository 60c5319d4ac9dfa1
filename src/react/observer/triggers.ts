import { peek } from '../../engine/memory/peek.ts'
import type { Observer } from './observer.ts'
import { isOnlineAndVisible } from './retry.ts'
import { addSharedListener } from './shared-listeners.ts'
import { needsRevalidation } from './should-fetch.ts'

// What fetches again while somebody looks.

/** Fetches what is not fresh when the page gets the focus and when the network is back. Returns how to stop. */
export function revalidateOnHostEvents(observer: Observer): () => void {
  const { config, handle } = observer.query
  const { clock } = handle.engine
  let focusedAt = clock.now()

  const stopFocus = addSharedListener(config.initFocus, () => {
    const { revalidateOnFocus = true, focusThrottleInterval } = observer.query.config
    if (!revalidateOnFocus || clock.now() - focusedAt < focusThrottleInterval || !shouldRevalidate(observer)) return
    focusedAt = clock.now()
    clock.after(0, () => observer.isReady && void observer.revalidate()) // a key that the same event changes comes first
  })
  const stopReconnect = addSharedListener(config.initReconnect, () => {
    const { revalidateOnReconnect = true } = observer.query.config
    if (revalidateOnReconnect && shouldRevalidate(observer)) void observer.revalidate()
  })
  return () => {
    stopFocus()
    stopReconnect()
  }
}

/** Fetches again and again. Rests while there is an error, and where nobody looks. Returns how to stop. */
export function startPolling(observer: Observer, pace: number): () => void {
  let isOver = false
  const next = () => {
    const { config, handle } = observer.query
    const { refreshInterval } = config
    const pause = typeof refreshInterval === 'function' ? refreshInterval(observer.readSnapshot().data) : pace
    if (pause > 0) handle.engine.clock.after(pause, tick)
  }
  const tick = async () => {
    if (isOver) return
    if (canPoll(observer) && observer.readSnapshot().error === undefined) await observer.revalidate()
    if (!isOver) next()
  }
  next()
  return () => {
    isOver = true
  }
}

/** Can be fetched, and has a reason to: it is not fresh, or in error. */
function shouldRevalidate(observer: Observer): boolean {
  const { query } = observer
  if (!isOnlineAndVisible(query.config)) return false
  return observer.readSnapshot().error !== undefined || needsRevalidation(query, peek(query.handle.engine, query))
}

function canPoll({ query: { config } }: Observer): boolean {
  const { isOnline, isVisible, refreshWhenHidden, refreshWhenOffline } = config
  return (refreshWhenHidden || isVisible()) && (refreshWhenOffline || isOnline())
}
