// The locks of the file store: an address comes in, and a lock goes out that stores the result, and ends.

import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry } from '../../../entry/entry.ts'
import type { Address } from '../../../key/address.ts'
import { withErrorContext } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { pathOf } from '../entries/entry-path.ts'
import type { EntryWrites } from '../entries/entry-writes.ts'
import type { RunningNotes } from '../lookup/running.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { Holder } from './holder-name.ts'
import { shareLock, takeLock } from './lock.ts'
import type { Registration } from './registration.ts'

export interface FileLock {
  /** When the computation began, in epoch milliseconds. */
  readonly order: number
  readonly isShared: boolean
  /** False once the entry was deleted or written, or one of `tags` was invalidated. */
  isHeld(tags?: readonly string[]): Work<boolean>
  /** Both ways to store the result. They return false if the lock is not held. */
  readonly set: {
    async(entry: Entry, types: AllowedTypes): Promise<boolean>
    sync(entry: Entry, types: AllowedTypes): boolean
  }
  release(): Work<void>
}

export interface FileLocks {
  /** Takes a lock, or waits for its holder. Returns `null` when the holder has finished, or if it may not be awaited. */
  take(address: Address, getWaitMs: (holder: Holder) => number): Work<FileLock | null>
  /** Registers a computation beside those that may run already. */
  share(address: Address): Work<FileLock>
}

export function createFileLocks(writes: EntryWrites, notes: RunningNotes): FileLocks {
  const heartbeat = createHeartbeat()

  function* createLock(address: Address, file: string, registration: Registration, isShared: boolean): Work<FileLock> {
    const note = address.exact ? yield* notes.add(file, registration.token) : undefined
    const stopHeartbeat = heartbeat.start(() => registration.beat())
    return {
      order: registration.startedAt,
      isShared,
      isHeld: (tags = []) => registration.isHeld(tags),
      set: {
        async: (entry, types) => writes.setResult(address, entry, types, registration),
        sync: (entry, types) => writes.setResultSync(address, entry, types, registration),
      },
      *release() {
        stopHeartbeat()
        if (note !== undefined) yield* notes.remove(note, registration.isStored)
        yield* registration.release()
      },
    }
  }

  function* share(address: Address): Work<FileLock> {
    const file = resolve(pathOf(address))
    return yield* createLock(address, file, yield* withErrorContext('lock', file, shareLock(file)), true)
  }

  return {
    share,
    *take(address, getWaitMs) {
      const file = resolve(pathOf(address))
      let waitMs = 0
      const getAndNoteWait = (holder: Holder) => (waitMs = getWaitMs(holder))
      const taken = yield* withErrorContext('lock', file, takeLock(file, getAndNoteWait))
      if (taken === null) return null
      if (taken !== 'busy') return yield* createLock(address, file, taken, false)
      return waitMs > 0 ? yield* share(address) : null
    },
  }
}
