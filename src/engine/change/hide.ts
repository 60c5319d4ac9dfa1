// What `invalidateAll` and `invalidateTags` delete counts as missing from their call on: a store may take long to delete it. What a
// store cannot delete stays hidden, until a later call for the same subject has deleted everything.
//
//     invalidateAll 1   |-hidden----✗ the store does not answer ------------|
//     read                 nothing         nothing                           |
//     invalidateAll 2                          |-hidden--✓ all is deleted----|

import type { Signal } from '../../key/abort-signal.ts'
import type { Engine, IsHidden } from '../engine.ts'
import { repeatRead } from '../slot/slot.ts'

/** Entries that are being deleted. */
export interface Meant {
  /** What is deleted: a base, or tags. */
  readonly subject: string
  readonly isMeant: IsHidden
  /** Once it is aborted, nothing more is deleted, and nothing was meant to be. */
  readonly signal?: Signal | undefined
}

/** Hides what was stored before now, while `work` deletes it. `work` calls `onFailed` if it could not find all of it. */
export async function hideWhile(
  engine: Engine,
  meant: Meant,
  work: (onFailed: () => void) => Promise<void>,
): Promise<void> {
  let isDone = true
  const stopHiding = hide(engine, meant)
  try {
    await work(() => {
      isDone = false
    })
  } finally {
    stopHiding(isDone)
  }
}

/**
 * Hides what was stored before now, until the returned function is called. What was not deleted by then stays hidden, unless the signal
 * is aborted.
 */
export function hide(
  { clock, hidden, slots, undeleted }: Engine,
  { subject, isMeant, signal }: Meant,
): (isDeleted: boolean) => void {
  const calledAt = clock.now()
  const isHidden: IsHidden = (address, stored) => stored.storedAt <= calledAt && isMeant(address, stored)
  hidden.add(isHidden)
  return (isDeleted) => {
    hidden.delete(isHidden)
    for (const slot of slots.values()) repeatRead(slot) // it may have seen an entry before the delete
    if (signal?.aborted) return
    if (isDeleted) undeleted.delete(subject)
    else undeleted.set(subject, { isHidden, replaced: new Set() })
  }
}
