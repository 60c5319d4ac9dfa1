// The system calls of the file store for directories, each as a step of work, like those of system-calls.ts.

import type { Dir, Dirent } from 'node:fs'
import type { Work } from '../../sync-or-async.ts'
import { briefStep, step } from '../../sync-or-async.ts'
import { fs, process } from './process.ts'
import { callAsync, isOutOfDescriptors, maxDescriptorWaitMs, retry } from './system-calls.ts'

/** Creates a directory and those above it, unless they exist. Returns the first one that it created. */
export function makeDirectory(directory: string): Work<string | undefined> {
  return step(
    () => fs.mkdirSync(directory, { recursive: true }),
    () => callAsync<string | undefined>((done) => fs.mkdir(directory, { recursive: true }, done)),
  )
}

/** Creates a directory. Throws `EEXIST` if there is one. */
export function createDirectory(directory: string): Work<void> {
  return briefStep(
    () => void fs.mkdirSync(directory),
    () => callAsync<void>((done) => fs.mkdir(directory, (error) => done(error))),
  )
}

/** Removes a directory that is empty. */
export function removeDirectory(directory: string): Work<void> {
  return briefStep(
    () => fs.rmdirSync(directory),
    () => callAsync<void>((done) => fs.rmdir(directory, done)),
  )
}

/** Returns all names in a small directory. */
export function listNames(directory: string): Work<string[]> {
  return retry(isOutOfDescriptors, maxDescriptorWaitMs, () =>
    briefStep(
      () => fs.readdirSync(directory),
      () => callAsync<string[]>((done) => fs.readdir(directory, done)),
    ),
  )
}

/** Opens a directory to read its names one by one. The system hands over few names at a time, so memory holds few. */
export function openDirectory(directory: string): Work<Dir> {
  return retry(isOutOfDescriptors, maxDescriptorWaitMs, () =>
    briefStep(
      () => fs.opendirSync(directory),
      () => callAsync<Dir>((done) => fs.opendir(directory, done)),
    ),
  )
}

/** Node asks the system for so many names at a time. */
const namesPerRead = 32

/** In Deno, `read` and `readSync` of a directory have a position each, so a change from one to the other starts again. */
const hasTwoPositions = 'deno' in process.versions
const readBefore = new WeakMap<Dir, 'sync' | 'async'>()

/** Returns the next files and directories in a directory; none at its end. */
export function readDirectory(directory: Dir): Work<Dirent[]> {
  const before = hasTwoPositions ? readBefore.get(directory) : undefined
  const sync = (): Dirent[] => readNamesSync(directory)
  if (before === 'sync') return briefStep(sync, sync)
  return (before === 'async' ? step : briefStep)(sync, () => readNames(directory))
}

function readNamesSync(directory: Dir): Dirent[] {
  readBefore.set(directory, 'sync')
  const found: Dirent[] = []
  for (let next = directory.readSync(); next !== null; next = directory.readSync()) {
    if (found.push(next) >= namesPerRead) break
  }
  return found
}

async function readNames(directory: Dir): Promise<Dirent[]> {
  readBefore.set(directory, 'async')
  const found: Dirent[] = []
  for (let next = await directory.read(); next !== null; next = await directory.read()) {
    if (found.push(next) >= namesPerRead) break
  }
  return found
}

export function closeDirectory(directory: Dir): Work<void> {
  return briefStep(
    () => directory.closeSync(),
    () => directory.close(),
  )
}
