// Finds entries on the disk. A base path comes in, the entries at it and under it go out. walk.ts finds files, and the file name
// and the header together give an entry's address. directory-tags.ts and tag-index.ts find entries by tag, sweep.ts removes what crashes left behind.

import { basename } from 'node:path'
import type { Address } from '../../../key/address.ts'
import { isFileOf } from '../../../key/file-name.ts'
import type { EntryStat } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import type { FileHeader } from '../entries/entry-file.ts'
import { tryReadHeader } from '../entries/entry-file.ts'
import { pathOf } from '../entries/entry-path.ts'
import type { Listing } from '../system/listing.ts'
import { filterMap } from '../system/listing.ts'
import type { FoundFile } from './walk.ts'
import { findFilesAround } from './walk.ts'

/** Lists the entries at `base` and under it. Skips all other files. */
export function listEntries(base: string): Listing<EntryStat> {
  return filterMap(findFilesAround(base), (file) => readEntryStat(base, file))
}

/** Reads the header of a file that `findFilesAround(base)` found. Returns `null` if it is not an entry of `base`. */
export function* readEntryStat(
  base: string,
  { name, path, isBeside, isTemporary, isLock }: FoundFile,
): Work<EntryStat | null> {
  if (isTemporary || isLock || (isBeside && !isFileOf(base, name))) return null
  const header = yield* tryReadHeader(path)
  if (header === null) return null
  const address = isBeside ? addressBeside(base, path, header.key) : addressUnder(path, header.key)
  return address && toEntryStat(address, path, header)
}

/** Names each field: copying the rest of an object takes longer than reading the file. */
export function toEntryStat(address: Address, path: string, found: FileHeader): EntryStat {
  const { key, storedAt, datedAt, tags, size, version } = found
  const stat = { key, storedAt, datedAt, tags, size, address, path }
  return version === undefined ? stat : { ...stat, version }
}

/** Returns the address of the base's own entry or of one of its keys; `null` for a file whose name only looks like one. */
function addressBeside(base: string, path: string, key: string): Address | null {
  const hashed: Address = { path: base, key, exact: false }
  if (pathOf(hashed) === path) return hashed
  return basename(path) === basename(base) ? { path: base, key, exact: true } : null
}

function addressUnder(path: string, key: string): Address {
  const hashed: Address = { path: removeHash(path), key, exact: false }
  return pathOf(hashed) === path ? hashed : { path, key, exact: true }
}

/** Turns `users-<hash>.json` back into `users.json`. */
function removeHash(path: string): string {
  return path.replace(/-[0-9a-f]{16}(\.[^./\\]*)?$/, '$1')
}
