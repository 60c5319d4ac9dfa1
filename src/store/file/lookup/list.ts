import { basename, resolve } from 'node:path'
import type { Address } from '../../../key/address.ts'
import { fileOf, isSiblingOf } from '../../../key/file-name.ts'
import type { EntryStat } from '../../store.ts'
import type { EntryFile } from '../entries/entry-file.ts'
import { readHeader } from '../entries/entry-file.ts'
import { isTemporary } from '../entries/temporary-name.ts'
import type { Search, Work } from '../system/sync-or-async.ts'
import { sift } from '../system/sync-or-async.ts'
import type { FoundFile } from './walk.ts'
import { filesAround } from './walk.ts'

/** Finds the entries at `base` and under it. Whatever else lies there is passed over. */
export function entriesAt(base: string): Search<EntryStat> {
  return sift(filesAround(base), (file) => entryIn(base, file))
}

function* entryIn(base: string, { name, path, isBeside }: FoundFile): Work<EntryStat | null> {
  if (isTemporary(name) || (isBeside && !isSiblingOf(base, name))) return null
  const found = yield* readIfEntry(path)
  if (found === null) return null
  const address = isBeside ? addressAt(base, path, found.key) : addressUnder(path, found.key)
  return address && entryStat(address, path, found)
}

export function* readIfEntry(path: string): Work<EntryFile | null> {
  try {
    return yield* readHeader(resolve(path))
  } catch {
    // Not an entry, or not one that can be read: a search is no place to complain of it.
    return null
  }
}

export function entryStat(address: Address, path: string, found: EntryFile): EntryStat {
  const { changedAt, usedAt, ...header } = found
  return { ...header, address, path }
}

/** The base's own entry, or one of its keys'; `null` for a file that only looks like one. */
function addressAt(base: string, path: string, key: string): Address | null {
  const hashed: Address = { path: base, key, exact: false }
  if (fileOf(hashed) === path) return hashed
  return basename(path) === basename(base) ? { path: base, key, exact: true } : null
}

function addressUnder(path: string, key: string): Address {
  const hashed: Address = { path: withoutHash(path), key, exact: false }
  return fileOf(hashed) === path ? hashed : { path, key, exact: true }
}

/** `users-<hash>.json` as it was before the hash came in: `users.json`. */
function withoutHash(path: string): string {
  return path.replace(/-[0-9a-f]{16}(\.[^./\\]*)?$/, '$1')
}
