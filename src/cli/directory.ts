// Checks of the directory, before anything in it is read or deleted.

import { opendir, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { escapeText } from './format.ts'
import { UsageError } from './usage-error.ts'

/** Throws `UsageError` unless `path` is a directory that this process may read. */
export async function checkDirectory(path: string): Promise<void> {
  await checkIsNoBase(path)
  if (!(await statOrThrow(path)).isDirectory()) {
    throw new UsageError(`${escapeText(path)} is a file, not a directory. To look into it: npx cachetta show`)
  }
  try {
    await (await opendir(path)).close()
  } catch (error) {
    throw toUsageError(path, error)
  }
}

/** Throws `UsageError` for the `path` of a cache that is no directory: the entries of `users.json` are files like it, beside it. */
async function checkIsNoBase(path: string): Promise<void> {
  if (await exists(path)) return
  const { dir, ext, name } = parse(resolve(path))
  const names = await readdir(dir).catch((): string[] => [])
  const entry = names
    .map((each) => parse(each))
    .find((each) => each.ext === ext && each.name.replace(/-[0-9a-f]{16}$/, '') === name)
  if (entry === undefined) return
  throw new UsageError(
    `${escapeText(path)} is no directory. Entries of such a path are files beside it, for example ${escapeText(entry.base)}. Name their directory: ${escapeText(dirname(path))}`,
  )
}

/** Throws `UsageError` unless `path` is a file. */
export async function checkFile(path: string): Promise<void> {
  const stats = await statOrThrow(path)
  if (stats.isDirectory()) {
    throw new UsageError(`${escapeText(path)} is a directory, not a file. To look into it: npx cachetta ls`)
  }
  if (!stats.isFile()) throw new UsageError(`${escapeText(path)} is no regular file.`)
}

async function statOrThrow(path: string): ReturnType<typeof stat> {
  try {
    return await stat(path)
  } catch (error) {
    throw toUsageError(path, error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of the path is a file',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ENAMETOOLONG: 'has a name that is too long',
  ELOOP: 'is a symbolic link that leads to itself',
}

function toUsageError(path: string, error: unknown): UsageError {
  const { code, message } = Object(error) as NodeJS.ErrnoException
  return new UsageError(
    `${escapeText(path)} ${reasons[code ?? ''] ?? `cannot be read: ${escapeText(String(message))}`}.`,
  )
}

/** A directory with one of these in it is a project, and its cache is somewhere below. */
const projectNames = ['package.json', '.git', 'node_modules']

/**
 * Throws `UsageError` for a directory that is certainly no cache: the home directory, one above it, one above the working directory,
 * and the directory of a project. Entries may lie somewhere below, in caches of several programs.
 */
export async function checkIsNoHome(path: string, homeDirectory: string): Promise<void> {
  const directory = await realpath(path)
  const refuse = (what: string): never => {
    throw new UsageError(
      `${escapeText(path)} is ${what}, not a cache. Nothing was deleted. Name the directory of the cache.`,
    )
  }
  const home = await realpath(homeDirectory).catch(() => resolve(homeDirectory))
  if (directory === home) refuse('your home directory')
  if (isAbove(directory, home)) refuse('a directory above your home directory')
  if (isAbove(directory, await realpath('.'))) refuse('a directory above the working directory')
  for (const name of projectNames) {
    if (await exists(join(directory, name))) refuse(`a directory with ${name} in it`)
  }
}

function isAbove(directory: string, other: string): boolean {
  return directory === dirname(directory) || other.startsWith(`${directory}${sep}`)
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

/** Counts the files at `path` and below it, for the bar of the progress. Does not follow links. */
export async function countFiles(path: string, signal: AbortSignal): Promise<number> {
  let count = 0
  const directories = [path]
  for (let next = directories.pop(); next !== undefined && !signal.aborted; next = directories.pop()) {
    try {
      for await (const found of await opendir(next)) {
        if (found.isDirectory()) directories.push(join(next, found.name))
        else count += 1
      }
    } catch {
      // The inspection reports it.
    }
  }
  return count
}
