import type { Dir, Dirent } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf } from '../../../errors.ts'
import { toStoreError } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { isTemporaryName } from '../entries/temporary-file.ts'
import { isLockName } from '../lock/holder-name.ts'
import { tagDirectoryName } from '../lookup/walk.ts'
import { closeDirectory, openDirectory, readDirectory } from '../system/directory-calls.ts'
import { isNotFound } from '../system/errors.ts'
import type { Listing } from '../system/listing.ts'
import { stat } from '../system/system-calls.ts'

/** A name in a directory, and what the system says that it is. */
export interface FoundName {
  readonly path: string
  /** `'refused'`: the system does not let this process read the directory. */
  readonly type: 'file' | 'temporary' | 'lock' | 'link' | 'other' | 'refused'
  /** The error of the system, for `'refused'`. */
  readonly error?: string
}

/**
 * Finds each file at `path` and below it, those of other programs included. Reads one directory after the other, and none of them as a
 * whole. Leaves out the indexes of tags.
 */
export function* findAll(path: string): Listing<FoundName> {
  if (!(yield* isDirectory(path))) {
    yield { item: { path, type: 'file' } }
    return
  }
  const directories = [path]
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    const open = yield* tryOpen(next)
    if ('failure' in open) yield* reportRefused(next, next === path, open.failure)
    else yield* findIn(next, open.directory, (below) => directories.push(below))
  }
}

function* isDirectory(path: string): Work<boolean> {
  try {
    return (yield* stat(resolve(path))).isDirectory()
  } catch (cause) {
    throw toStoreError('inspect', path, cause)
  }
}

function* tryOpen(directory: string): Work<{ readonly directory: Dir } | { readonly failure: unknown }> {
  try {
    return { directory: yield* openDirectory(resolve(directory)) }
  } catch (failure) {
    return { failure }
  }
}

/** A directory below may have been deleted meanwhile. */
function* reportRefused(path: string, isFirst: boolean, failure: unknown): Listing<FoundName> {
  if (isFirst) throw toStoreError('inspect', path, failure)
  if (!isNotFound(failure)) yield { item: { path, type: 'refused', error: messageOf(failure) } }
}

function* findIn(directory: string, open: Dir, onDirectory: (below: string) => void): Listing<FoundName> {
  try {
    for (let group = yield* readDirectory(open); group.length > 0; group = yield* readDirectory(open)) {
      for (const found of group) {
        const path = appendName(directory, found.name)
        const type = typeOf(found)
        if (type !== 'directory') yield { item: { path, type } }
        else if (!isIndex(path)) onDirectory(path)
      }
    }
  } finally {
    yield* closeDirectory(open)
  }
}

/** Keeps a leading `./`, which `join` removes. */
function appendName(directory: string, name: string): string {
  return /[/\\]$/.test(directory) ? `${directory}${name}` : `${directory}/${name}`
}

function typeOf(found: Dirent): FoundName['type'] | 'directory' {
  const { name } = found
  if (found.isDirectory()) return isLockName(name) ? 'lock' : isTemporaryName(name) ? 'temporary' : 'directory'
  if (found.isFile()) return isTemporaryName(name) ? 'temporary' : 'file'
  return found.isSymbolicLink() ? 'link' : 'other'
}

/** True for the indexes of tags: the one in a directory of entries, and the one of `tagsPath` by default. */
function isIndex(directory: string): boolean {
  return directory.endsWith(`/${tagDirectoryName}`) || directory.endsWith(`/${join('.cachetta', 'tags')}`)
}
