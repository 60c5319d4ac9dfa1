// What this store changes, it tells other processes after that. A change bears the instant when it began: a computation of another
// process that began later goes on.

import type { Address } from '../../../key/address.ts'
import type { Change, EntryStat, Visit } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { runSync } from '../../sync-or-async.ts'
import type { EntryWrites } from '../entries/entry-writes.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import type { Announce } from './change-log.ts'
import { createAnnounce, MAX_CHANGES } from './change-log.ts'
import { ChangeListeners } from './listen.ts'

/** What changes entries. */
export interface Changes {
  readonly writes: EntryWrites
  deleteAll(base: string, visit?: Visit): Work<void>
  deleteWhere(base: string, matches: (entry: EntryStat) => boolean, visit?: Visit): Work<void>
  endComputations(base: string | undefined, tags?: readonly string[], visit?: Visit): Work<void>
}

/** What changes entries, and tells other processes of it; and who hears of theirs. */
interface Watched {
  readonly changes: Changes
  subscribe(listener: (change: Change) => void): () => void
}

/** The processes that share a directory for their tags tell each other of changes. */
export function watchChanges(changes: Changes, tagsDirectory: string): Watched {
  const log = `${tagsDirectory}/changes/log`
  const origin = globalThis.crypto.randomUUID()
  return {
    changes: announceChanges(changes, createAnnounce(log, origin)),
    subscribe: new ChangeListeners(log, origin).subscribe,
  }
}

/** Tells others of what succeeds, and of what may have succeeded in part. */
function announceChanges(changes: Changes, announce: Announce): Changes {
  return {
    writes: announceWrites(changes.writes, announce),
    *deleteAll(base, visit) {
      const order = Date.now()
      try {
        yield* changes.deleteAll(base, visit)
      } finally {
        yield* announce([{ type: 'invalidate', base, order }])
      }
    },
    *deleteWhere(base, matches, visit) {
      const deleted: Change[] = []
      const matchAndNote = (entry: EntryStat): boolean => {
        const isMatch = matches(entry)
        // More are told as `missed`, so they need not be kept.
        if (isMatch && deleted.length <= MAX_CHANGES) {
          deleted.push(toEntryChange('delete', entry.address, Date.now()))
        }
        return isMatch
      }
      try {
        yield* changes.deleteWhere(base, matchAndNote, visit)
      } finally {
        yield* announce(deleted)
      }
    },
    *endComputations(base, tags, visit) {
      const order = Date.now()
      yield* changes.endComputations(base, tags, visit)
      yield* announce([tags ? { type: 'invalidate', tags, order } : { type: 'invalidate', base, order }])
    },
  }
}

function announceWrites(writes: EntryWrites, announce: Announce): EntryWrites {
  const change = async <T>(entryChange: Change, write: Promise<T>): Promise<T> => {
    const outcome = await write
    if (outcome !== false) await runInTurns(announce([entryChange]))
    return outcome
  }
  const changeSync = <T>(entryChange: Change, outcome: T): T => {
    if (outcome !== false) runSync(announce([entryChange]))
    return outcome
  }
  return {
    queue: writes.queue,
    set: async (address, ...rest) => change(toEntryChange('set', address, Date.now()), writes.set(address, ...rest)),
    setSync: (address, ...rest) =>
      changeSync(toEntryChange('set', address, Date.now()), writes.setSync(address, ...rest)),
    setResult: async (address, ...rest) =>
      change(toEntryChange('set', address, rest[2].startedAt), writes.setResult(address, ...rest)),
    setResultSync: (address, ...rest) =>
      changeSync(toEntryChange('set', address, rest[2].startedAt), writes.setResultSync(address, ...rest)),
    delete: async (address) => change(toEntryChange('delete', address, Date.now()), writes.delete(address)),
    deleteSync: (address) => changeSync(toEntryChange('delete', address, Date.now()), writes.deleteSync(address)),
  }
}

/** Without `givenPath`: another process may have another working directory. */
function toEntryChange(type: 'set' | 'delete', { path, key, exact }: Address, order: number): Change {
  return { type, address: { path, key, exact }, order }
}
