import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import { StoreError } from '../../../errors.ts'
import { hashText } from '../../../key/hash.ts'
import type { Work } from '../../sync-or-async.ts'
import { createFile, withDirectory } from '../entries/write-atomically.ts'
import { codeOf, isNotFound } from '../system/errors.ts'
import { getHostId, isRunning, process } from '../system/process.ts'
import { readFile } from '../system/read-file.ts'

/** What a lock file, or a claim, says about its holder. */
export interface LockRecord {
  /** Identifies this lock: no other lock ever has this token. */
  readonly token: string
  /** The process id of the holder. */
  readonly pid: number
  /** The host of the holder, see `getHostId`. */
  readonly host: string
  /** The tokens of the dead holders before this one. A process that waits for one of them waits for this holder instead. */
  readonly replaces: readonly string[]
}

/** A lock file at one moment, as another process reads it. */
export interface LockSnapshot extends LockRecord {
  /** When the holder last touched the lock, in epoch milliseconds. */
  readonly heartbeatAt: number
  /** False in the moment between the creation of the file and its text. The holder is unknown then. */
  readonly isWritten: boolean
}

/** The holder touches its lock this often. */
export const heartbeatMs = 500

/** A holder on another host is dead after this time without a heartbeat. */
const maxSilenceMs = 2_000

/**
 * The same for a holder on this host whose process still runs. It gets more time, because a busy computation delays the
 * heartbeat. It does not get more than this, because the process id may meanwhile belong to another process.
 */
const maxBusySilenceMs = 10_000

/** With the longest suffix of a lock or a claim, a name of this length stays below the usual limit of 255 bytes. */
const maxNameBytes = 230

/** Returns the lock file of an entry's file. It lies beside that file. */
export function lockFileOf(file: string): string {
  const name = basename(file)
  if (Buffer.byteLength(name) <= maxNameBytes) return `${file}.lock`
  return `${file.slice(0, file.length - name.length)}${name.slice(0, 60)}-${hashText(name)}.lock`
}

/** Returns the claim file on the lock with this token. */
export function claimFileOf(lockFile: string, token: string): string {
  return `${lockFile}.${token}`
}

export function isLockName(name: string): boolean {
  return name.endsWith('.lock')
}

export function isClaimName(name: string): boolean {
  return /\.lock(\.[0-9a-f]{12})+$/.test(name)
}

/** Creates the record of a lock that this process is about to take. */
export function createRecord(replaces: readonly string[]): LockRecord {
  const token = crypto.randomUUID().replaceAll('-', '').slice(0, 12)
  return { token, pid: process.pid, host: getHostId(), replaces }
}

/** Creates the file of a lock or a claim. Returns false if the file exists. */
export function* createLockFile(lockFile: string, record: LockRecord): Work<boolean> {
  const text = `${JSON.stringify({ cachetta: 'lock', ...record, takenAt: new Date().toISOString() })}\n`
  try {
    yield* withDirectory(lockFile, () => createFile(lockFile, text, false))
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Reads a lock or a claim. Returns `null` if there is none. Throws `StoreError` if the file is not a lock of this package. */
export function* readLock(lockFile: string): Work<LockSnapshot | null> {
  try {
    const { text, modifiedAt } = yield* readFile(lockFile)
    return { ...parseLock(lockFile, text, modifiedAt), heartbeatAt: modifiedAt, isWritten: text !== '' }
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** True if the holder of a lock is dead, after `silenceMs` without a heartbeat. */
export function isDead(lock: LockSnapshot, silenceMs: number): boolean {
  if (!isHeldOnThisHost(lock)) return silenceMs >= maxSilenceMs
  return !isRunning(lock.pid) || silenceMs >= maxBusySilenceMs
}

/**
 * Returns for how long a lock had no heartbeat when it is read for the first time. Clocks of two hosts differ, and a clock may be
 * set, so only a heartbeat far in the past counts. A process must observe a shorter silence itself.
 */
export function firstSilenceMs(lock: LockSnapshot): number {
  const ageMs = Date.now() - lock.heartbeatAt
  return ageMs >= maxBusySilenceMs ? ageMs : 0
}

export function isHeldByThisProcess(lock: LockSnapshot): boolean {
  return isHeldOnThisHost(lock) && lock.pid === process.pid
}

function isHeldOnThisHost(lock: LockSnapshot): boolean {
  return lock.isWritten && lock.host === getHostId()
}

/** The token of a lock without a text comes from its time, so that it stays the same until the file changes. */
function parseLock(lockFile: string, text: string, modifiedAt: number): LockRecord {
  if (text === '') {
    return { token: Math.floor(modifiedAt).toString(16).padStart(12, '0'), pid: 0, host: '', replaces: [] }
  }
  const record = toRecord(parseJson(text))
  if (record !== null) return record
  const message = `${lockFile} is not a lock of Cachetta, so the entry cannot be locked; move this file, or use another path`
  throw new StoreError('STORE', message, { path: lockFile })
}

/** Returns no fields for a text that is not a JSON object. */
function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function toRecord(fields: Readonly<Record<string, unknown>>): LockRecord | null {
  const { cachetta, token, pid, host, replaces } = fields
  if (cachetta !== 'lock' || typeof token !== 'string' || !/^[0-9a-f]{12}$/.test(token)) return null
  if (typeof pid !== 'number' || typeof host !== 'string' || !Array.isArray(replaces)) return null
  return { token, pid, host, replaces }
}
