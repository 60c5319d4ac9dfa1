// Tells of the changes that the far tier reports. The copies of the near tier are dealt with before a listener hears of a change, so a
// listener that reads at once finds no old copy:
//
//     message        |-copies unchecked, delete begun-|-listeners-|
//     listener                                                    |-get: the copy does not count-|

import { isAddress } from '../../key/address.ts'
import type { Change } from '../store.ts'
import { run } from '../sync-or-async.ts'
import { deleteCopiesTagged, deleteCopiesUnder } from './many.ts'
import type { TierParts } from './parts.ts'
import { deleteCopy, settleAll } from './write.ts'

type Listener = (change: Change) => void

/** Creates the method `subscribe`, over that of the far tier. While someone listens, copies that were checked stay so. */
export function createSubscribe(
  parts: TierParts,
  subscribeToFar: (listener: Listener) => () => void,
): (listener: Listener) => () => void {
  const { copies, far } = parts
  const listeners = new Set<Listener>()
  let stop = (): void => {}

  const onChange: Listener = (change) => {
    if (far.isCalling) return // our own change
    noteForeignChange(parts, change)
    for (const listener of listeners) listener(change)
  }
  const listenOrLeave = (own: Listener): (() => void) => {
    try {
      return subscribeToFar(onChange)
    } catch (error) {
      listeners.delete(own)
      throw error
    }
  }
  return (listener) => {
    // Wrapped: a function that is subscribed twice is called twice, and each stop function ends one subscription.
    const own: Listener = (change) => listener(change)
    listeners.add(own)
    if (!copies.isListening) {
      stop = listenOrLeave(own)
      copies.isListening = true
    }
    return () => {
      if (!listeners.delete(own) || listeners.size > 0) return
      copies.isListening = false
      copies.noteUnknownChanges()
      stop()
    }
  }
}

/** The far tier may report anything, because anybody can have written it, or its messages. */
function noteForeignChange(parts: TierParts, change: Change): void {
  const { address, base, tags, type }: { [field in 'address' | 'base' | 'tags' | 'type']?: unknown } = Object(change)
  const { copies } = parts
  if (type === 'missed') {
    copies.noteUnknownChanges()
    settleAll(parts)
  }
  if (isAddress(address)) {
    copies.noteChange({ address })
    copies.hide({ address })
    void run(deleteCopy(parts, address))
  }
  if (typeof base === 'string') {
    copies.noteChange({ base })
    copies.hide({ base })
    void run(deleteCopiesUnder(parts, base))
  }
  if (Array.isArray(tags)) {
    const checked = copies.noteChange({ tags })
    copies.hide({ tags })
    void deleteCopiesTagged(parts, tags, checked)
  }
}
