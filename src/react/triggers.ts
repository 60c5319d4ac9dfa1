import { glance } from '../engine/glance.ts'
import { isOld } from './due.ts'
import { isActive } from './retry.ts'
import { onSignal } from './signals.ts'
import type { Viewing } from './viewing.ts'

// What fetches again while somebody looks.

/** Fetches what is not fresh when the page gets the focus and when the network is back. Returns how to stop. */
export function watchHost(view: Viewing): () => void {
  const { config, face } = view.wanted
  const { clock } = face.engine
  let focusedAt = clock.now()

  const stopFocus = onSignal(config.initFocus, () => {
    const { revalidateOnFocus = true, focusThrottleInterval } = view.wanted.config
    if (!revalidateOnFocus || clock.now() - focusedAt < focusThrottleInterval || !isDoubtful(view)) return
    focusedAt = clock.now()
    clock.after(0, () => view.isLive && void view.revalidate()) // a key that the same event changes comes first
  })
  const stopReconnect = onSignal(config.initReconnect, () => {
    const { revalidateOnReconnect = true } = view.wanted.config
    if (revalidateOnReconnect && isDoubtful(view)) void view.revalidate()
  })
  return () => {
    stopFocus()
    stopReconnect()
  }
}

/** Fetches again and again. Rests while there is an error, and where nobody looks. Returns how to stop. */
export function poll(view: Viewing, pace: number): () => void {
  let isOver = false
  const next = () => {
    const { config, face } = view.wanted
    const { refreshInterval } = config
    const pause = typeof refreshInterval === 'function' ? refreshInterval(view.now().data) : pace
    if (pause > 0) face.engine.clock.after(pause, tick)
  }
  const tick = async () => {
    if (isOver) return
    if (mayPoll(view) && view.now().error === undefined) await view.revalidate()
    if (!isOver) next()
  }
  next()
  return () => {
    isOver = true
  }
}

/** Can be fetched, and has a reason to: it is not fresh, or in error. */
function isDoubtful(view: Viewing): boolean {
  const { wanted } = view
  if (!isActive(wanted.config)) return false
  return view.now().error !== undefined || isOld(wanted, glance(wanted.face.engine, wanted))
}

function mayPoll({ wanted: { config } }: Viewing): boolean {
  const { isOnline, isVisible, refreshWhenHidden, refreshWhenOffline } = config
  return (refreshWhenHidden || isVisible()) && (refreshWhenOffline || isOnline())
}
