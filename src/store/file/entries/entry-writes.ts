import { Buffer } from 'node:buffer'
import { resolve } from 'node:path'
import type { AllowedTypes } from '../../../entry/allowed-types.ts'
import type { Entry } from '../../../entry/entry.ts'
import { encodeEntry } from '../../../entry/text.ts'
import type { Address } from '../../../key/address.ts'
import { fileOf } from '../../../key/file-name.ts'
import { breakLock } from '../lock/lock.ts'
import { lockFileOf } from '../lock/lock-file.ts'
import type { TagIndex } from '../lookup/tag-index.ts'
import { telling } from '../system/errors.ts'
import type { Work } from '../system/sync-or-async.ts'
import { run, runSync } from '../system/sync-or-async.ts'
import { remove } from '../system/system-calls.ts'
import type { Bound } from './eviction.ts'
import { temporaryName } from './temporary-name.ts'
import { inDirectoryOf, removeQuietly, replaceWith } from './write-atomically.ts'
import type { Turn } from './write-queue.ts'
import { createTurns } from './write-queue.ts'

/** What changes files, both ways, in the order in which it was asked for. */
export interface EntryWrites {
  set(address: Address, entry: Entry, types: AllowedTypes): Promise<void>
  setSync(address: Address, entry: Entry, types: AllowedTypes): void
  delete(address: Address): Promise<void>
  deleteSync(address: Address): void
}

interface Parts {
  readonly durable: boolean
  readonly bound: Bound
  readonly tags: TagIndex
}

export function createEntryWrites({ durable, bound, tags }: Parts): EntryWrites {
  const turns = createTurns()

  /** Encodes at once, so that a value that cannot be kept is refused before anything changes. */
  const writing = (address: Address, entry: Entry, types: AllowedTypes): ((file: string, turn: Turn) => Work<void>) => {
    const text = encodeEntry(entry, types)
    return function* (file, turn) {
      if (address.exact && entry.tags.length > 0) yield* tags.note(address, entry.tags)
      const write = (): Work<void> => inDirectoryOf(file, () => replaceInTurn(file, text, turn, durable))
      yield* bound.isSet ? bound.around(file, Buffer.byteLength(text), write) : write()
    }
  }

  const overtaking = (address: Address, act: (file: string) => Work<void>): void => {
    const file = resolve(fileOf(address))
    for (const temporary of turns.overtake(file)) runSync(removeQuietly(temporary))
    runSync(act(file))
  }

  return {
    async set(address, entry, types) {
      const write = writing(address, entry, types)
      const file = resolve(fileOf(address))
      await turns.wait(file, (turn) => run(telling('write', file, write(file, turn))))
    },
    setSync(address, entry, types) {
      const write = writing(address, entry, types)
      overtaking(address, (file) => telling('write', file, write(file, { temporary: undefined, overtaken: false })))
    },
    async delete(address) {
      const file = resolve(fileOf(address))
      await turns.wait(file, () => run(telling('delete', file, forget(file))))
    },
    deleteSync: (address) => overtaking(address, (file) => telling('delete', file, forget(file))),
  }
}

function* replaceInTurn(file: string, text: string, turn: Turn, durable: boolean): Work<void> {
  if (turn.overtaken) return
  turn.temporary = temporaryName(file)
  yield* replaceWith(file, turn.temporary, text, { durable, mayReplace: () => !turn.overtaken })
}

/** The lock goes first: who asks for it afterwards must not store what it computed before. */
function* forget(file: string): Work<void> {
  yield* breakLock(lockFileOf(file))
  yield* remove(file)
}
