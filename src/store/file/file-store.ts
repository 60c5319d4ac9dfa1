// Entries as files. What comes in is an address and an entry; what lies on disk afterwards is one readable JSON text per
// entry, in the file that `fileOf` names, and it is always a whole one: written beside it and renamed into its place.
// Each promise is written once, as work (work.ts), and offered both ways.

import { resolve } from 'node:path'
import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import { encodeEntry } from '../../entry/text.ts'
import type { Address } from '../../key/address.ts'
import { fileOf } from '../../key/file-name.ts'
import type { EntryStat, Store, SyncStore } from '../store.ts'
import { readEntry, readHeader } from './entry-file.ts'
import { telling } from './failure.ts'
import type { FileStoreOptions } from './options.ts'
import { fileStoreSettings } from './options.ts'
import { remove } from './system-calls.ts'
import { temporaryName } from './temporary-name.ts'
import type { Turn } from './turns.ts'
import { createTurns } from './turns.ts'
import type { Work } from './work.ts'
import { run, runSync } from './work.ts'
import { inDirectoryOf, removeQuietly, replaceWith } from './write-file.ts'

/**
 * Keeps each entry in a file of its own, readable with `cat` and `jq`. Several processes may use the same files.
 * Throws `InvalidOptionError` for an option it does not know.
 */
export function fileStore(options: FileStoreOptions = {}): Store {
  const settings = fileStoreSettings(options)
  const turns = createTurns()

  const get = (address: Address, types: AllowedTypes): Work<Entry | null> => {
    const file = resolve(fileOf(address))
    return telling('read', file, readEntry(file, address.key, types, false))
  }

  function* write(file: string, text: string, turn: Turn): Work<void> {
    yield* inDirectoryOf(file, function* () {
      if (turn.overtaken) return
      turn.temporary = temporaryName(file)
      yield* replaceWith(file, turn.temporary, text, {
        durable: settings.durable,
        mayReplace: () => !turn.overtaken,
      })
    })
  }

  function* overtake(file: string): Work<void> {
    for (const temporary of turns.overtake(file)) yield* removeQuietly(temporary)
  }

  const sync: SyncStore = {
    get: (address, types) => runSync(get(address, types)),
    set(address, entry, types) {
      const file = resolve(fileOf(address))
      const text = encodeEntry(entry, types)
      runSync(overtake(file))
      runSync(telling('write', file, write(file, text, { temporary: undefined, overtaken: false })))
    },
    delete(address) {
      const file = resolve(fileOf(address))
      runSync(overtake(file))
      runSync(telling('delete', file, remove(file)))
    },
    stat: (address) => runSync(entryStat(address)),
    list: () => [],
  }

  return {
    name: 'file',
    get: (address, types) => run(get(address, types)),
    async set(address, entry, types) {
      const file = resolve(fileOf(address))
      const text = encodeEntry(entry, types)
      await turns.wait(file, (turn) => run(telling('write', file, write(file, text, turn))))
    },
    async delete(address) {
      const file = resolve(fileOf(address))
      await turns.wait(file, () => run(telling('delete', file, remove(file))))
    },
    stat: (address) => run(entryStat(address)),
    async *list() {},
    locate: fileOf,
    sync,
  }
}

function* entryStat(address: Address): Work<EntryStat | null> {
  const path = fileOf(address)
  const found = yield* telling('read', path, readHeader(resolve(path)))
  if (found === null || found.key !== address.key) return null
  const { changedAt, usedAt, ...header } = found
  return { ...header, address, path }
}
