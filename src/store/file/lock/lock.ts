// Who may compute an entry, among processes that share a disk. A lock is a file beside the entry, created exclusively; it says
// who holds it, and its holder touches it twice a second. Nobody trusts a lock with more than an economy: at worst an entry is
// computed twice.

import { isMissing } from '../system/errors.ts'
import type { Work } from '../system/sync-or-async.ts'
import { remove, rename, sleep } from '../system/system-calls.ts'
import { createHeartbeat } from './heartbeat.ts'
import type { LockRecord, Sight } from './lock-file.ts'
import { claimOn, create, isDead, look, newRecord, silenceAtSight } from './lock-file.ts'

export interface FileLock {
  isHeld(): Work<boolean>
  release(): Work<void>
}

export interface FileLocks {
  /** Takes the lock, or waits while `mayWait`; `null` as soon as a holder finished, or where waiting is not wanted. */
  take(lockFile: string, mayWait: (holder: Sight) => boolean): Work<FileLock | null>
}

/** Milliseconds between two looks at a lock that is waited for: at first, and later. */
const shortestPause = 25
const longestPause = 100

/** How many dead holders a lock remembers: more do not die between two looks of one who waits. */
const remembered = 8

export function createLocks(): FileLocks {
  const heartbeat = createHeartbeat()

  return {
    *take(lockFile, mayWait) {
      const record = yield* takeOrWait(lockFile, mayWait)
      if (record === null) return null
      const stopBeating = heartbeat.start(lockFile, record.token)
      return {
        isHeld: () => isHolder(lockFile, record.token),
        *release() {
          stopBeating()
          yield* giveBack(lockFile, record.token)
        },
      }
    },
  }
}

export function* isHolder(lockFile: string, token: string): Work<boolean> {
  return (yield* look(lockFile))?.token === token
}

/** Takes the right to compute from whoever has it. */
export function* breakLock(lockFile: string): Work<void> {
  try {
    if ((yield* look(lockFile)) !== null) yield* remove(lockFile)
  } catch {
    // Not ours, or out of reach: whoever computes will find that out as well.
  }
}

/** Removes the lock of a dead holder, and a claim that a dead process left. */
export function* bury(lockFile: string): Work<void> {
  const sight = yield* look(lockFile)
  if (sight === null || !isDead(sight, silenceAtSight(sight))) return
  const record = yield* takeOver(lockFile, sight)
  if (record !== null) yield* giveBack(lockFile, record.token)
}

function* takeOrWait(lockFile: string, mayWait: (holder: Sight) => boolean): Work<LockRecord | null> {
  const mine = newRecord([])
  if (yield* create(lockFile, mine)) return mine
  let watch: Watch | undefined
  for (let pause = shortestPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const holder = yield* look(lockFile)
    if (holder === null || (watch !== undefined && !isSameWork(watch.holder, holder))) return null
    watch = watchOn(holder, watch)
    const taken = isDead(holder, silenceOf(watch)) ? yield* takeOver(lockFile, holder) : null
    if (taken !== null || !mayWait(holder)) return taken
    yield* sleep(pause)
  }
}

/** A holder under observation, and since when its lock has not moved, on this process's own steady clock. */
interface Watch {
  readonly holder: Sight
  readonly since: number
}

function watchOn(holder: Sight, earlier: Watch | undefined): Watch {
  if (earlier === undefined) return { holder, since: performance.now() - silenceAtSight(holder) }
  return hasMoved(earlier.holder, holder) ? { holder, since: performance.now() } : earlier
}

function hasMoved(before: Sight, now: Sight): boolean {
  return before.token !== now.token || before.beatAt !== now.beatAt
}

function silenceOf(watch: Watch): number {
  return performance.now() - watch.since
}

/** True while the work that was waited for goes on: by the same holder, or by one who took over from it. */
function isSameWork(before: Sight, now: Sight): boolean {
  return !before.isWritten || now.token === before.token || now.replaces.includes(before.token)
}

/*
 * Several find the same holder dead. Removing its lock to take a new one would let two in, because the second removal may
 * hit the first one's new lock (https://github.com/moxystudio/node-proper-lockfile/issues/121). So nobody removes anything:
 * the right to replace a lock is a file of its own, named after the dead holder's token, which no other lock ever has.
 *
 *   lock   dead D ............................. | B, replaces D
 *   A      sees D  | claim on D: there is one     looks again: B, who replaces D: waits on
 *   B      sees D  | claim on D | lock still D? | renames the claim over the lock
 *   C      sees D, and is slow ..................... claim on D | lock still D? no: drops the claim
 *
 * The claim is itself the new lock, so one rename ends both. When B dies before that rename, its claim is a dead lock like any
 * other and is taken over in the same way. Had B only been slow, it renames what now is A's claim: A has the lock all the same.
 *
 *   lock   dead D ................................................. | A, replaces D
 *   B      claim on D, dies or sleeps                               | rename? then look: not mine
 *   A         claim on D is B's | claim on B | renames it over B's  | rename? then look: mine
 */
export function* takeOver(
  lockFile: string,
  dead: Sight,
  mine: LockRecord = successorOf(dead),
): Work<LockRecord | null> {
  const claim = claimOn(lockFile, dead.token)
  if (!(yield* create(claim, mine)) && !(yield* takeOverClaim(claim, mine))) return null
  if (yield* isHolder(lockFile, dead.token)) yield* renameIfThere(claim, lockFile)
  else yield* giveBack(claim, mine.token)
  return (yield* isHolder(lockFile, mine.token)) ? mine : null
}

function* takeOverClaim(claim: string, mine: LockRecord): Work<boolean> {
  const rival = yield* look(claim)
  if (rival === null || !isDead(rival, silenceAtSight(rival))) return false
  return (yield* takeOver(claim, rival, mine)) !== null
}

function successorOf(dead: Sight): LockRecord {
  return newRecord([...dead.replaces, dead.token].slice(-remembered))
}

function* renameIfThere(from: string, to: string): Work<void> {
  try {
    yield* rename(from, to)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

function* giveBack(lockFile: string, token: string): Work<void> {
  try {
    if (yield* isHolder(lockFile, token)) yield* remove(lockFile)
  } catch {
    // It will be found dead: by its silence, or with this process.
  }
}
