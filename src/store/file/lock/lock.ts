// Locks between processes that share a disk. A lock is a file beside the entry: only one process can create it, it says who holds
// it, and its holder touches it every 500 ms, the heartbeat. A lock only saves work: at worst, an entry is computed twice.
//
// The path of a lock file comes in, and whether to wait for its holder. The lock goes out, or `null` when another process has
// finished the computation. lock-file.ts reads and creates lock files, and decides whether a holder is dead.

import type { Work } from '../../sync-or-async.ts'
import { isNotFound } from '../system/errors.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { exists, removeFile, rename, sleep, touch } from '../system/system-calls.ts'
import type { LockRecord, LockSnapshot } from './lock-file.ts'
import {
  claimFileOf,
  createLockFile,
  createRecord,
  firstSilenceMs,
  heartbeatMs,
  isDead,
  readLock,
} from './lock-file.ts'

export interface FileLock {
  /** False once another process has broken or replaced the lock. */
  isHeld(): Work<boolean>
  release(): Work<void>
}

/** The locks that this process takes. */
export interface FileLocks {
  /** Takes a lock, or waits while `mayWait` allows it. Returns `null` when a holder has finished, or if it may not wait. */
  takeLock(lockFile: string, mayWait: (holder: LockSnapshot) => boolean): Work<FileLock | null>
}

/** A waiting process reads the lock at these intervals: first the shorter one, then longer ones. */
const minPauseMs = 25
const maxPauseMs = 100

/** A lock records at most this many dead holders before it. Fewer die between two reads of a waiting process. */
const maxReplaced = 8

export function createFileLocks(): FileLocks {
  const heartbeat = createHeartbeat()

  return {
    *takeLock(lockFile, mayWait) {
      const record = yield* createOrAwaitLock(lockFile, mayWait)
      if (record === null) return null
      const stopHeartbeat = heartbeat.start(lockFile, record.token)
      return {
        isHeld: () => isHeldBy(lockFile, record.token),
        *release() {
          stopHeartbeat()
          yield* releaseLock(lockFile, record.token)
        },
      }
    },
  }
}

/** Takes the lock from its holder, so that the holder does not store what it computes. */
export function* breakLock(lockFile: string): Work<void> {
  try {
    if ((yield* exists(lockFile)) && (yield* readLock(lockFile)) !== null) yield* removeFile(lockFile)
  } catch {
    // Not a lock of this package, or not accessible: a process that tries to take it gets the error.
  }
}

/** Removes a lock, or a claim, whose holder is dead. Other tools call such a lock a stale lock. */
export function* removeDeadLock(lockFile: string): Work<void> {
  const lock = yield* readLock(lockFile)
  if (lock === null || !isDead(lock, firstSilenceMs(lock))) return
  const own = yield* replaceDeadLock(lockFile, lock)
  if (own !== null) yield* releaseLock(lockFile, own.token)
}

interface Heartbeat {
  /** Touches the lock from now on, as long as it has this token. Returns a function that stops it. */
  start(lockFile: string, token: string): () => void
}

/** One timer for all locks that this process holds. It runs only while there are any, and it does not keep the process alive. */
function createHeartbeat(): Heartbeat {
  const heldLocks = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined
  let isTouching = false

  const touchAll = async (): Promise<void> => {
    if (isTouching) return
    isTouching = true
    for (const [token, lockFile] of heldLocks) await runInTurns(touchIfHeld(lockFile, token)).catch(() => undefined)
    isTouching = false
  }

  return {
    start(lockFile, token) {
      heldLocks.set(token, lockFile)
      timer ??= setInterval(touchAll, heartbeatMs).unref()
      return () => {
        heldLocks.delete(token)
        if (heldLocks.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

/** A lock that another process has taken over must show only the heartbeat of that process. */
function* touchIfHeld(lockFile: string, token: string): Work<void> {
  if (yield* isHeldBy(lockFile, token)) yield* touch(lockFile)
}

function* isHeldBy(lockFile: string, token: string): Work<boolean> {
  return (yield* readLock(lockFile))?.token === token
}

/** Returns `null` if another process has finished the computation, or if its lock may not be awaited. */
function* createOrAwaitLock(lockFile: string, mayWait: (holder: LockSnapshot) => boolean): Work<LockRecord | null> {
  const own = createRecord([])
  if (yield* createLockFile(lockFile, own)) return own
  let watch: Watch | undefined
  for (let pauseMs = minPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    const holder = yield* readLock(lockFile)
    if (holder === null || (watch !== undefined && !isSameComputation(watch.lock, holder))) return null
    watch = updateWatch(watch, holder)
    const silenceMs = performance.now() - watch.silentSince
    const taken = isDead(holder, silenceMs) ? yield* replaceDeadLock(lockFile, holder) : null
    if (taken !== null || !mayWait(holder)) return taken
    yield* sleep(pauseMs)
  }
}

/** A lock that this process waits for. */
interface Watch {
  readonly lock: LockSnapshot
  /** Since when the lock has had no heartbeat, on the monotonic clock of this process, in milliseconds. */
  readonly silentSince: number
}

function updateWatch(watch: Watch | undefined, lock: LockSnapshot): Watch {
  if (watch === undefined) return { lock, silentSince: performance.now() - firstSilenceMs(lock) }
  const isUnchanged = watch.lock.token === lock.token && watch.lock.heartbeatAt === lock.heartbeatAt
  return isUnchanged ? watch : { lock, silentSince: performance.now() }
}

/** True if the computation is still in progress: with the same holder, or with one that has replaced it. */
function isSameComputation(before: LockSnapshot, now: LockSnapshot): boolean {
  return !before.isWritten || now.token === before.token || now.replaces.includes(before.token)
}

/*
 * The claim protocol. Several processes find the same dead lock. If each of them removed it and created a new one, two could hold
 * the lock, because the second removal may hit the new lock of the first process
 * (https://github.com/moxystudio/node-proper-lockfile/issues/121). So no process removes it. A process first creates a claim: a
 * file named after the token of the dead lock, which no other lock has. Only the process that creates the claim may replace the
 * lock.
 *
 *   lock   dead D ............................. | B, replaces D
 *   A      reads D | claim on D: exists           reads again: B, replaces D: waits for B
 *   B      reads D | claim on D | lock still D? | renames the claim to the lock
 *   C      reads D, but is slow .................... claim on D | lock still D? no: removes its claim
 *
 * The claim has the text of the new lock, so one rename replaces the lock and ends the claim. If B dies before the rename, its
 * claim is a dead lock like any other, and is replaced in the same way. If B was only slow, it renames a file that is now A's
 * claim: A holds the lock in both cases.
 *
 *   lock   dead D ................................................. | A, replaces D
 *   B      claim on D, dies or sleeps                               | rename? then reads the lock: not B's
 *   A         claim on D is B's | claim on B | renames it over B's  | rename? then reads the lock: A's
 */
function* replaceDeadLock(
  lockFile: string,
  dead: LockSnapshot,
  own: LockRecord = createSuccessor(dead),
): Work<LockRecord | null> {
  const claimFile = claimFileOf(lockFile, dead.token)
  if (!(yield* createLockFile(claimFile, own)) && !(yield* replaceDeadClaim(claimFile, own))) return null
  if (yield* isHeldBy(lockFile, dead.token)) yield* renameIfExists(claimFile, lockFile)
  else yield* releaseLock(claimFile, own.token)
  return (yield* isHeldBy(lockFile, own.token)) ? own : null
}

/** Returns false if the process that created the claim still runs. */
function* replaceDeadClaim(claimFile: string, own: LockRecord): Work<boolean> {
  const claim = yield* readLock(claimFile)
  if (claim === null || !isDead(claim, firstSilenceMs(claim))) return false
  return (yield* replaceDeadLock(claimFile, claim, own)) !== null
}

function createSuccessor(dead: LockSnapshot): LockRecord {
  return createRecord([...dead.replaces, dead.token].slice(-maxReplaced))
}

function* renameIfExists(from: string, to: string): Work<void> {
  try {
    yield* rename(from, to)
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

/** Removes a lock, or a claim, if it still has this token. */
function* releaseLock(lockFile: string, token: string): Work<void> {
  try {
    if (yield* isHeldBy(lockFile, token)) yield* removeFile(lockFile)
  } catch {
    // Other processes find the lock dead, by its silence or when this process has ended.
  }
}
