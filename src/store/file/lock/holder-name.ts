// The lock of an entry is a directory beside the entry's file. Each computation of the entry has one file in it, its registration.
// The name of a registration says all about its holder, so that nobody has to read the file:
//
//     .users.json.cachetta-lock/3f2a…9c-4711-4711-0b1e55aa~77d0…01.9e107d9d
//                               token   pid  thread host  ~dead holder before it .invalidated tag

import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import { hashText } from '../../../key/hash.ts'
import { getHostId, getThreadId, isRunning, process } from '../system/process.ts'

/** What the name of a registration says. */
export interface Holder {
  readonly name: string
  /** Identifies this registration: no other ever has this token. */
  readonly token: string
  readonly pid: number
  /** The thread of the holder as the system numbers it, where a process can find that out; otherwise its process id. */
  readonly thread: number
  /** The host of the holder, see `getHostId`. */
  readonly host: string
  /** The tokens of the dead holders before this one. A process that waits for one of them waits for this holder instead. */
  readonly replaces: readonly string[]
  /** The hashes of the tags that were invalidated since the computation began. */
  readonly invalidatedTags: readonly string[]
}

/** A holder touches its registration this often. */
export const heartbeatMs = 500

/** A holder on another host is dead after this time without a heartbeat. */
const maxSilenceMs = 2_000

/**
 * The same for a holder on this host whose thread still runs. It gets more time, because a busy computation delays the heartbeat.
 * It does not get more than this, because its id may meanwhile belong to another thread.
 */
const maxBusySilenceMs = 10_000

const pattern = /^([0-9a-f]{12})-(\d+)-(\d+)-([0-9a-f]{8})((?:~[0-9a-f]{12})*)((?:\.[0-9a-f]{8})*)$/

/** A registration names at most this many dead holders before it. Fewer die between two reads of a waiting process. */
const maxReplaced = 4

/** The usual limit for a name is 255 bytes. */
const maxNameLength = 240

/** With the suffix of a lock, a name of this length stays below the usual limit of 255 bytes. */
const maxEntryNameBytes = 230

const lockSuffix = '.cachetta-lock'

/** Returns the directory that is the lock of an entry's file. */
export function lockDirectoryOf(file: string): string {
  const name = basename(file)
  const directory = file.slice(0, file.length - name.length)
  const isShort = Buffer.byteLength(name) <= maxEntryNameBytes
  return `${directory}.${isShort ? name : `${name.slice(0, 60)}-${hashText(name)}`}${lockSuffix}`
}

export function isLockName(name: string): boolean {
  return name.startsWith('.') && name.endsWith(lockSuffix)
}

/** Returns the name of the entry that a lock belongs to. A very long name is shortened. */
export function lockedNameOf(lockName: string): string {
  return lockName.slice(1, -lockSuffix.length)
}

/** Creates the registration of this thread, in place of the dead holders that it replaces. */
export function createHolder(dead: readonly string[] = []): Holder {
  const token = crypto.randomUUID().replaceAll('-', '').slice(0, 12)
  const host = getHostId()
  const thread = getThreadId()
  const replaces = dead.slice(-maxReplaced)
  const name = [`${token}-${process.pid}-${thread}-${host}`, ...replaces].join('~')
  return { name, token, pid: process.pid, thread, host, replaces, invalidatedTags: [] }
}

/** Returns `null` for any other file in the directory. */
export function parseHolderName(name: string): Holder | null {
  const [, token, pid, thread, host, replaces = '', tags = ''] = pattern.exec(name) ?? []
  if (token === undefined || host === undefined) return null
  return {
    name,
    token,
    pid: Number(pid),
    thread: Number(thread),
    host,
    replaces: replaces.split('~').slice(1),
    invalidatedTags: tags.split('.').slice(1),
  }
}

/** Returns the name of a registration after the invalidation of `tags`. Returns `null` if it would be too long for a name. */
export function addInvalidatedTags(name: string, tags: readonly string[]): string | null {
  const added = [...new Set(tags.map(hashTag))].map((tag) => `.${tag}`).filter((suffix) => !name.includes(suffix))
  const changed = name + added.join('')
  return changed.length > maxNameLength ? null : changed
}

/** True if one of `tags` was invalidated. Two tags may have one hash; then a value is not stored although it could be. */
export function hasInvalidatedTag({ invalidatedTags }: Holder, tags: readonly string[]): boolean {
  return invalidatedTags.length > 0 && tags.some((tag) => invalidatedTags.includes(hashTag(tag)))
}

function hashTag(tag: string): string {
  return hashText(tag).slice(0, 8)
}

/** True if the holder is dead, after `silenceMs` without a heartbeat. */
export function isDead(holder: Holder, silenceMs: number): boolean {
  if (holder.host !== getHostId()) return silenceMs >= maxSilenceMs
  return !isRunning(holder.thread) || silenceMs >= maxBusySilenceMs
}

/**
 * Returns for how long a holder had no heartbeat when it is seen for the first time. Clocks of two hosts differ, and a clock may be
 * set, so only a heartbeat far in the past counts. A process must observe a shorter silence itself.
 */
export function firstSilenceMs(heartbeatAt: number): number {
  const ageMs = Date.now() - heartbeatAt
  return ageMs >= maxBusySilenceMs ? ageMs : 0
}

/** True if this thread itself holds the registration, or another thread of this process does. */
export function isOfThisProcess({ host, pid }: Holder): boolean {
  return host === getHostId() && pid === process.pid
}
