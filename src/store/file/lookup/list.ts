// Finds entries on the disk. A base path comes in, the entries at it and under it go out. walk.ts finds files, and the file name
// and the header together give an entry's address. directory-tags.ts and tag-index.ts find entries by tag, sweep.ts removes what crashes left behind.

import { resolve } from 'node:path'
import type { Address } from '../../../key/address.ts'
import type { FileNames } from '../../../key/file-name.ts'
import { createFileNames } from '../../../key/file-name.ts'
import { displacedFileOf, ownFileOf } from '../../../key/reserved-names.ts'
import type { EntryStat } from '../../store.ts'
import { isDirectory } from '../entries/displaced.ts'
import type { FileHeader } from '../entries/entry-file.ts'
import { tryReadHeader, tryReadHeaderAtOnce } from '../entries/entry-file.ts'
import type { Conversion, Listing } from '../system/listing.ts'
import { filterMapMany } from '../system/listing.ts'
import { addressOfFile } from './file-address.ts'
import type { FoundFile } from './walk.ts'
import { findFilesAround } from './walk.ts'

/** Lists the entries at `base` and under it. Skips all other files. */
export function listEntries(base: string): Listing<EntryStat> {
  return filterMapMany(findFilesAround(base), createEntryReader(base))
}

/** Reads the header of a file that `findFilesAround(base)` found. Returns `null` if it is not an entry of `base`. */
export type EntryReader = Conversion<FoundFile, EntryStat>

/** With `withHidden`, also reads entries that no call finds, because another file of their address is in their place. */
export function createEntryReader(base: string, withHidden = false): EntryReader {
  const names = createFileNames(base)
  const isCandidate = ({ name, isBeside, isTemporary, isLock }: FoundFile): boolean =>
    !isTemporary && !isLock && (!isBeside || names.includes(ownFileOf(name)))
  const toStat = ({ name, path, isBeside }: FoundFile, header: FileHeader): EntryStat | null => {
    const { key } = header
    const address = isBeside ? addressBeside(base, names, ownFileOf(name), key) : addressOfFile(ownFileOf(path), key)
    return address && toEntryStat(address, path, header)
  }
  return {
    tryAtOnce(found) {
      if (!isCandidate(found)) return null
      if (ownFileOf(found.path) !== found.path && !withHidden) return undefined
      const header = tryReadHeaderAtOnce(found.path)
      return header && toStat(found, header)
    },
    *convert(found) {
      if (!isCandidate(found)) return null
      const file = ownFileOf(found.path)
      const isDisplaced = file !== found.path
      if (isDisplaced && !withHidden && !(yield* isDirectory(resolve(file)))) return null // written to its own place since
      const header = yield* tryReadHeader(found.path)
      return header && toStat(found, header)
    },
  }
}

/** Describes the entry in a file that no base was asked for. */
export function statOfEntryFile(path: string, header: FileHeader): EntryStat {
  return toEntryStat(addressOfFile(ownFileOf(path), header.key), path, header)
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
function addressBeside(base: string, names: FileNames, name: string, key: string): Address | null {
  if (names.isOfKey(name, key)) return { path: base, key, exact: false }
  return names.isOfKey(name, '') ? { path: base, key, exact: true } : null
}
