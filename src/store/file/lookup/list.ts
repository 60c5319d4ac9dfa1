// Finds entries on the disk. A base path comes in, the entries at it and under it go out. walk.ts finds files, and the file name
// and the header together give an entry's address. directory-tags.ts and tag-index.ts find entries by tag, sweep.ts removes what crashes left behind.

import { resolve } from 'node:path'
import type { Address } from '../../../key/address.ts'
import { isFileOf } from '../../../key/file-name.ts'
import { displacedFileOf, ownFileOf, unescapeNames } from '../../../key/reserved-names.ts'
import type { EntryStat } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { isDirectory } from '../entries/displaced.ts'
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
  const file = ownFileOf(path)
  if (isTemporary || isLock || (isBeside && !isFileOf(base, ownFileOf(name)))) return null
  if (file !== path && !(yield* isDirectory(resolve(file)))) return null // the entry was written to its own place since
  const header = yield* tryReadHeader(path)
  if (header === null) return null
  const address = isBeside ? addressBeside(base, file, header.key) : addressUnder(file, header.key)
  return address && toEntryStat(address, path, header)
}

/** Names each field: copying the rest of an object takes longer than reading the file. */
export function toEntryStat(address: Address, path: string, found: FileHeader): EntryStat {
  const { key, storedAt, datedAt, tags, size, version, duration, staleDuration, staleIfError, isDisplaced } = found
  const stat = { key, storedAt, datedAt, tags, size, address, path: isDisplaced ? displacedFileOf(path) : path }
  if ((version ?? duration ?? staleDuration ?? staleIfError) === undefined) return stat
  return {
    ...stat,
    ...(version !== undefined && { version }),
    ...(duration !== undefined && { duration }),
    ...(staleDuration !== undefined && { staleDuration }),
    ...(staleIfError !== undefined && { staleIfError }),
  }
}

/** Returns the address of the base's own entry or of one of its keys; `null` for a file whose name only looks like one. */
function addressBeside(base: string, path: string, key: string): Address | null {
  const hashed: Address = { path: base, key, exact: false }
  if (pathOf(hashed) === path) return hashed
  const exact: Address = { path: base, key, exact: true }
  return pathOf(exact) === path ? exact : null
}

function addressUnder(path: string, key: string): Address {
  const exact: Address = { path: unescapeNames(path), key, exact: true }
  const hashed: Address = { path: removeHash(exact.path), key, exact: false }
  return pathOf(hashed) === path ? hashed : exact
}

/** Turns `users-<hash>.json` back into `users.json`. */
function removeHash(path: string): string {
  return path.replace(/-[0-9a-f]{16}(\.[^./\\]*)?$/, '$1')
}
