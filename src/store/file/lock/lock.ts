// Locks between processes that share a disk. The lock of an entry is a directory beside the entry's file. It is free if it does not
// exist or is empty. A computation takes it by one rename: it creates a directory of its own with its registration in it, and
// renames that directory to the lock. The system refuses the rename if the lock has a registration in it, so one process wins:
//
//     A   own directory with A | rename: taken   |-----compute-----|-rename A to the entry-|-removes the lock-|
//     B   own directory with B | rename: refused |-reads the lock: A-|~~waits until A is gone~~~~~~~~~~~~~~~~~|null
//
// A dead holder is replaced by one rename, too: that of its registration, whose name no other ever has. The name of the successor
// contains the token of its predecessor, so a process that waits for that one knows whom to wait for. A slow process cannot remove
// a newer lock by mistake (https://github.com/moxystudio/node-proper-lockfile/issues/121):
//
//     B   D is dead | renames D to B~D: done  |-----compute-----|
//     C   D is dead | renames D to C~D: gone  |~~waits for B~D~~|
//
// A lock only saves work: at worst, an entry is computed twice. A computation that does not wait shares the lock: it adds its
// registration to those of others. registration.ts says what a registration is good for.

import { dirname } from 'node:path'
import { StoreError } from '../../../errors.ts'
import type { Work } from '../../sync-or-async.ts'
import { noteCreated, removeUnused } from '../entries/created-directories.ts'
import { createTemporaryName } from '../entries/temporary-file.ts'
import { createFile, withDirectory } from '../entries/write-atomically.ts'
import { createDirectory } from '../system/directory-calls.ts'
import { codeOf, isNotFound } from '../system/errors.ts'
import { process } from '../system/process.ts'
import { exists, removeFile, rename, sleep, stat, touch } from '../system/system-calls.ts'
import type { Holder } from './holder-name.ts'
import { createHolder, firstSilenceMs, isDead, lockDirectoryOf } from './holder-name.ts'
import { Registration, readHolders, removeIfEmpty, removeRegistrations } from './registration.ts'

/** A waiting process reads the lock at these intervals: first the shorter one, then longer ones. */
const minPauseMs = 25
const maxPauseMs = 100

/** A lock that is refused this often although it has no holder has other files in it. */
const maxRefusals = 20

/**
 * Takes the lock of an entry's file. `getWaitMs` returns how long to wait for a holder. Returns `null` when the holder has
 * finished, and `'busy'` if it computes longer than that.
 */
export function* takeLock(file: string, getWaitMs: GetWaitMs): Work<Registration | 'busy' | null> {
  const own = createHolder()
  const taken = yield* tryTake(file, own)
  if (taken !== null) return taken
  const wait: Wait = {
    file,
    directory: lockDirectoryOf(file),
    startedAt: performance.now(),
    dead: [],
    watch: undefined,
    refusals: 0,
  }
  for (let pauseMs = minPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    const outcome = yield* takeOrWatch(wait, getWaitMs)
    if (outcome !== 'wait') return outcome
    yield* sleep(pauseMs)
  }
}

type GetWaitMs = (holder: Holder) => number

/** A process that waits for a lock. */
interface Wait {
  readonly file: string
  readonly directory: string
  /** On the monotonic clock of this process, in milliseconds. */
  readonly startedAt: number
  /** The tokens of the holders that this process has found dead. */
  readonly dead: string[]
  watch: Watch | undefined
  /** How often the lock was refused although it has no holder. */
  refusals: number
}

function* takeOrWatch(wait: Wait, getWaitMs: GetWaitMs): Work<Registration | 'busy' | 'wait' | null> {
  const holders = (yield* readHolders(wait.directory)).sort((one, other) => (one.name < other.name ? -1 : 1))
  const watched = wait.watch?.token
  const isWatchedDead = watched !== undefined && wait.dead.includes(watched)
  const successor = holders.find(({ token, replaces }) => token === watched || replaces.includes(watched ?? ''))
  // The holder that this process has watched is gone, and did not die: it has finished.
  if (watched !== undefined && !isWatchedDead && successor === undefined) return null
  const holder = isWatchedDead || !successor ? holders.find(({ token }) => !wait.dead.includes(token)) : successor
  if (holder === undefined) return yield* holders.length > 0 ? replaceDead(wait, holders) : takeFree(wait)
  wait.watch = yield* updateWatch(wait.directory, wait.watch, holder)
  if (isDead(holder, performance.now() - wait.watch.silentSince)) {
    wait.dead.push(holder.token)
    return yield* takeOrWatch(wait, getWaitMs)
  }
  return performance.now() - wait.startedAt >= getWaitMs(holder) ? 'busy' : 'wait'
}

/** Renames the registration of the first dead holder. One process succeeds. The others find its name in that of its successor. */
function* replaceDead({ dead, directory }: Wait, holders: readonly Holder[]): Work<Registration | 'wait'> {
  const own = createHolder(dead)
  const [first, ...others] = holders.map(({ name }) => `${directory}/${name}`)
  if (first === undefined) return 'wait'
  try {
    yield* touch(first) // the successor must not look silent
    yield* rename(first, `${directory}/${own.name}`)
  } catch (error) {
    if (isNotFound(error)) return 'wait'
    throw error
  }
  for (const other of others) yield* removeFile(other)
  return new Registration(directory, own)
}

function* takeFree(wait: Wait): Work<Registration | 'wait'> {
  const taken = yield* tryTake(wait.file, createHolder(wait.dead))
  if (taken !== null) return taken
  wait.refusals += 1
  if (wait.refusals === maxRefusals) throw createForeignFilesError(wait.directory)
  return 'wait'
}

/** Registers a computation that waits for no other. It takes the lock if the lock is free, and shares it otherwise. */
export function* shareLock(file: string): Work<Registration> {
  const directory = lockDirectoryOf(file)
  const own = createHolder()
  for (;;) {
    if (yield* exists(directory)) {
      const earlier = (yield* readHolders(directory)).map(({ token }) => token)
      try {
        yield* createFile(`${directory}/${own.name}`, '', false)
        return new Registration(directory, own, earlier)
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
    const taken = yield* tryTake(file, own)
    if (taken !== null) return taken
  }
}

/** Takes the lock from all holders, so that they do not store what they compute. */
export function breakLock(file: string): Work<void> {
  return removeRegistrations(lockDirectoryOf(file))
}

/** Removes a lock whose holders are all dead. Other tools call such a lock a stale lock. */
export function* removeDeadLock(directory: string): Work<void> {
  for (const holder of yield* readHolders(directory)) {
    if (yield* isDeadHolder(directory, holder)) yield* removeFile(`${directory}/${holder.name}`)
  }
  yield* removeIfEmpty(directory)
}

/** True if a computation holds the lock. */
export function* hasLiveHolder(directory: string): Work<boolean> {
  for (const holder of yield* readHolders(directory)) if (!(yield* isDeadHolder(directory, holder))) return true
  return false
}

function* isDeadHolder(directory: string, holder: Holder): Work<boolean> {
  const { silentSince } = yield* updateWatch(directory, undefined, holder)
  return isDead(holder, performance.now() - silentSince)
}

/** Returns `null` if the lock has a registration in it. */
function* tryTake(file: string, holder: Holder): Work<Registration | null> {
  const directory = lockDirectoryOf(file)
  const own = createTemporaryName(file)
  noteCreated(yield* withDirectory(own, () => createDirectory(own)), dirname(own))
  try {
    yield* createFile(`${own}/${holder.name}`, '', false)
    yield* renameDirectory(own, directory)
    return new Registration(directory, holder)
  } catch (error) {
    yield* tryRemoveOwn(own, holder.name)
    if (isTaken(error)) return null
    yield* removeUnused(dirname(own))
    throw error
  }
}

/** Windows refuses the rename even if the other directory is empty. */
function* renameDirectory(from: string, to: string): Work<void> {
  try {
    yield* rename(from, to)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error
    yield* removeIfEmpty(to)
    yield* rename(from, to)
  }
}

function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST', process.platform === 'win32' ? 'EPERM' : ''].includes(codeOf(error))
}

function createForeignFilesError(directory: string): StoreError {
  const message = `${directory} has files in it that Cachetta did not create, so the entry cannot be locked; remove them`
  return new StoreError('STORE', message, { path: directory })
}

function* tryRemoveOwn(directory: string, name: string): Work<void> {
  try {
    yield* removeFile(`${directory}/${name}`)
    yield* removeIfEmpty(directory)
  } catch {
    // A later sweep finds the directory.
  }
}

/** The holder that this process waits for. */
interface Watch {
  readonly token: string
  /** When the holder last touched its registration, in epoch milliseconds. */
  readonly heartbeatAt: number
  /** Since when there was no heartbeat, on the monotonic clock of this process, in milliseconds. */
  readonly silentSince: number
}

function* updateWatch(directory: string, watch: Watch | undefined, { name, token }: Holder): Work<Watch> {
  const heartbeatAt = yield* readHeartbeat(`${directory}/${name}`)
  if (watch?.token !== token)
    return { token, heartbeatAt, silentSince: performance.now() - firstSilenceMs(heartbeatAt) }
  return watch.heartbeatAt === heartbeatAt ? watch : { token, heartbeatAt, silentSince: performance.now() }
}

/** A registration that is gone has just been alive. */
function* readHeartbeat(file: string): Work<number> {
  try {
    return (yield* stat(file)).mtimeMs
  } catch (error) {
    if (isNotFound(error)) return Date.now()
    throw error
  }
}
