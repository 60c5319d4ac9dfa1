import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import { StoreError } from '../../../errors.ts'
import { hashText } from '../../../key/hash.ts'
import { inDirectoryOf, writeNew } from '../entries/write-atomically.ts'
import { codeOf, isMissing } from '../system/errors.ts'
import { process } from '../system/node.ts'
import { hostId, isRunning } from '../system/process.ts'
import { readWhole } from '../system/read-file.ts'
import type { Work } from '../system/sync-or-async.ts'

/** What a lock file says of its holder. */
export interface LockRecord {
  readonly token: string
  readonly pid: number
  readonly host: string
  /** The dead holders this one took over from, so that who waits for them knows that their work is still being done. */
  readonly replaces: readonly string[]
}

/** A lock file as somebody sees it who does not hold it. */
export interface Sight extends LockRecord {
  readonly beatAt: number
  /** False for the moment between a file's creation and its content: nothing is known of the holder yet. */
  readonly isWritten: boolean
}

/** A live holder touches its lock this often, in milliseconds. */
export const beat = 500

/** After this silence a holder on another machine counts as dead. */
const longestSilence = 2_000

/** The holder's process is there, so it may be busy computing and unable to touch its lock; or it is another by the same id. */
const longestBusySilence = 10_000

/** With the longest suffix that a lock's name gets, a name of this many bytes stays below 255, what file systems allow. */
const longestName = 230

/** The lock of an entry lies beside it. */
export function lockFileOf(file: string): string {
  const name = basename(file)
  if (Buffer.byteLength(name) <= longestName) return `${file}.lock`
  return `${file.slice(0, file.length - name.length)}${name.slice(0, 60)}-${hashText(name)}.lock`
}

/** The name of a claim to take over from the holder with this token; as unique as the token. */
export function claimOn(lockFile: string, token: string): string {
  return `${lockFile}.${token}`
}

export function isLockName(name: string): boolean {
  return name.endsWith('.lock')
}

export function isClaimName(name: string): boolean {
  return /\.lock(\.[0-9a-f]{12})+$/.test(name)
}

export function newRecord(replaces: readonly string[]): LockRecord {
  return { token: crypto.randomUUID().replaceAll('-', '').slice(0, 12), pid: process.pid, host: hostId(), replaces }
}

/** Writes a lock or a claim, unless there is one. */
export function* create(lockFile: string, record: LockRecord): Work<boolean> {
  const text = `${JSON.stringify({ cachetta: 'lock', ...record, takenAt: new Date().toISOString() })}\n`
  try {
    yield* inDirectoryOf(lockFile, () => writeNew(lockFile, text, false))
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Looks at a lock or a claim; `null` where there is none. Throws for a file that is not a lock of ours. */
export function* look(lockFile: string): Work<Sight | null> {
  try {
    const { text, changedAt } = yield* readWhole(lockFile, false)
    return { ...parse(lockFile, text, changedAt), beatAt: changedAt, isWritten: text !== '' }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** `silence`: milliseconds for which the lock was seen not to move. */
export function isDead(sight: Sight, silence: number): boolean {
  if (!isOnThisHost(sight)) return silence >= longestSilence
  return !isRunning(sight.pid) || silence >= longestBusySilence
}

/**
 * Milliseconds of silence that a first look can tell. Clocks differ between machines, and step: only an instant that is far
 * back counts, and what is nearer must be seen to be silent.
 */
export function silenceAtSight(sight: Sight): number {
  const age = Date.now() - sight.beatAt
  return age >= longestBusySilence ? age : 0
}

export function isOfThisProcess(sight: Sight): boolean {
  return isOnThisHost(sight) && sight.pid === process.pid
}

function isOnThisHost(sight: Sight): boolean {
  return sight.isWritten && sight.host === hostId()
}

function parse(lockFile: string, text: string, changedAt: number): LockRecord {
  if (text === '')
    return { token: Math.floor(changedAt).toString(16).padStart(12, '0'), pid: 0, host: '', replaces: [] }
  const record = recordIn(parsed(text))
  if (record !== null) return record
  throw new StoreError('STORE', `${lockFile} is in the way: it is not a lock of Cachetta's`, { path: lockFile })
}

function parsed(text: string): { readonly [field: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function recordIn(fields: { readonly [field: string]: unknown }): LockRecord | null {
  const { cachetta, token, pid, host, replaces } = fields
  if (cachetta !== 'lock' || typeof token !== 'string' || !/^[0-9a-f]{12}$/.test(token)) return null
  if (typeof pid !== 'number' || typeof host !== 'string' || !Array.isArray(replaces)) return null
  return { token, pid, host, replaces }
}
