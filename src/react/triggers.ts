import { glance } from '../engine/glance.ts'
import type { Committed } from './committed.ts'
import { isOld } from './due.ts'
import type { Retriable } from './retry.ts'
import { isActive } from './retry.ts'
import { onSignal } from './signals.ts'
import type { State } from './state.ts'

/** What fetches again while somebody looks. */
export interface Watched extends Retriable {
  now(): State
}

/** Fetches what is not fresh when the page gets the focus and when the network is back. Returns how to stop. */
export function watchHost(view: Watched, instance: Committed): () => void {
  const { clock } = view.asked.face.engine
  const { focusThrottleInterval, initFocus, initReconnect } = instance.latest().config
  let nextFocusAt = clock.now() + focusThrottleInterval

  const stopFocus = onSignal(initFocus, () => {
    const { revalidateOnFocus = true, focusThrottleInterval } = instance.latest().config
    if (!revalidateOnFocus || clock.now() < nextFocusAt || !isDoubtful(view, instance)) return
    nextFocusAt = clock.now() + focusThrottleInterval
    clock.after(0, () => view.isLive && void view.revalidate(0)) // a key that the same event changes comes first
  })
  const stopReconnect = onSignal(initReconnect, () => {
    const { revalidateOnReconnect = true } = instance.latest().config
    if (revalidateOnReconnect && isDoubtful(view, instance)) void view.revalidate(0)
  })
  return () => {
    stopFocus()
    stopReconnect()
  }
}

/** Fetches again and again. Rests while there is an error, and where nobody looks. Returns how to stop. */
export function poll(view: Watched, instance: Committed, pace: number): () => void {
  let isOver = false
  const next = () => {
    const { refreshInterval } = instance.latest().config
    const pause = typeof refreshInterval === 'function' ? refreshInterval(view.now().data) : pace
    if (pause > 0) view.asked.face.engine.clock.after(pause, tick)
  }
  const tick = async () => {
    if (isOver) return
    if (mayPoll(instance) && view.now().error === undefined) await view.revalidate(0)
    if (!isOver) next()
  }
  next()
  return () => {
    isOver = true
  }
}

/** Can be fetched, and has a reason to: it is not fresh, or in error. */
function isDoubtful(view: Watched, instance: Committed): boolean {
  const { asked } = view
  if (!isActive(instance.latest().config)) return false
  return view.now().error !== undefined || isOld(asked, glance(asked.face.engine, asked))
}

function mayPoll(instance: Committed): boolean {
  const { isOnline, isVisible, refreshWhenHidden, refreshWhenOffline } = instance.latest().config
  return (refreshWhenHidden || isVisible()) && (refreshWhenOffline || isOnline())
}
