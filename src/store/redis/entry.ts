// Reads, writes and deletes one entry. Each command is sent within the call, so that the calls of one entry take effect in their
// order.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import { decodeEntry, decodeEntryHeader, decodeHeader, encodeEntry } from '../../entry/json/json-codec.ts'
import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { KnownChange } from '../change.ts'
import { toStoreError } from '../error-context.ts'
import type { EntryStat } from '../store.ts'
import { compress, decompress, isCompressed } from './compression.node.ts'
import type { EntryName } from './names.ts'
import { addressOf, nameOf } from './names.ts'
import type { Announcements } from './publish.ts'
import type { RunId, WriteOptions } from './run.ts'
import { DELETE_ENTRY, READ_START, START_BYTES, WRITE_ENTRY } from './scripts.ts'
import type { ServerParts } from './server.ts'
import type { ServerClock } from './server-clock.ts'
import { addToTags, toExpiry } from './tags.ts'

/**
 * A client may send a command again after its connection was cut. Later than this after the bound of its call, in milliseconds, the
 * command does nothing: its caller has known for long that it failed.
 */
const LATE_MS = 1_000

/** What the operations of a store need. */
export interface StoreParts extends ServerParts, Announcements {
  readonly clock: ServerClock
  /** Texts with more bytes are compressed. */
  readonly compressAbove: number
  /** How long a call waits for the server, in milliseconds. */
  readonly timeout: number
}

export function readEntry(parts: StoreParts, address: Address, types: AllowedTypes): Promise<Entry | null> {
  return withPlace(parts, 'read', address, async () => {
    const text = await readText(parts, nameOf(address))
    const entry = text === null ? null : decodeEntry(text, types)
    return entry?.key === address.key ? entry : null
  })
}

export function readStat(parts: StoreParts, address: Address): Promise<EntryStat | null> {
  return withPlace(parts, 'read', address, async () => {
    const stat = await readStatOf(parts, nameOf(address))
    return stat?.key === address.key ? stat : null
  })
}

/** Resolves with `false` if the run whose result it is no longer counts. */
export function writeEntry(
  parts: StoreParts,
  address: Address,
  entry: Entry,
  types: AllowedTypes,
  { lifetime, run }: WriteOptions,
): Promise<boolean> {
  return withPlace(parts, 'write', address, async () => {
    const name = nameOf(address)
    const text = compress(encodeEntry(entry, types), parts.compressAbove)
    const expiry = toExpiry(lifetime && lifetime - (Date.now() - entry.storedAt))
    const joining = entry.tags.length > 0 ? addToTags(parts, name, entry.tags, expiry) : undefined
    if (run && joining && (await joining) > run.order) return false
    const change = { type: 'set', address: withoutGivenPath(address) } as const
    const [isWritten] = await Promise.all([sendText(parts, name, { change, expiry, run, text }), joining])
    return isWritten
  })
}

export function deleteEntry(parts: StoreParts, address: Address): Promise<void> {
  return withPlace(parts, 'delete', address, async () => {
    const name = nameOf(address)
    const change = { type: 'delete', address: withoutGivenPath(address) } as const
    const args = [parts.names.endedChannel(name), ...messageAbout(parts, change)]
    const [order, isTold] = (await runScript(parts, DELETE_ENTRY, name, args)) as readonly [string, number]
    if (!isTold) parts.announce({ ...change, order: Number(order) })
  })
}

/** Runs a script on the keys of one entry. */
export function runScript(
  { connection, guard, names }: ServerParts,
  script: string,
  name: EntryName,
  args: readonly (string | number)[],
): Promise<unknown> {
  const keys = [names.entryKey(name), names.runsKey(name)]
  const allKeys = connection.isCluster ? keys : [...keys, names.index, names.changes]
  return guard(() => connection.runScript(script, allKeys, args))
}

/** Returns the header of an entry, or `null` if it is missing. Reads only the beginning of a large entry. */
export async function readStatOf(parts: ServerParts, name: EntryName): Promise<EntryStat | null> {
  const { connection, guard, names } = parts
  const path = names.entryKey(name)
  const [start, size] = (await guard(() => connection.runScript(READ_START, [path], []))) as readonly [string, number]
  if (size === 0) return null
  const header = await readHeader(parts, name, start, size)
  return header && { ...header, address: addressOf(name, header.key), path, size }
}

/** Returns the header of an entry whose text begins with `start`. Reads all of the text if that is not enough. */
async function readHeader(
  parts: ServerParts,
  name: EntryName,
  start: string,
  size: number,
): Promise<EntryHeader | null> {
  if (size <= START_BYTES) return decodeEntryHeader(decompress(start))
  const header = isCompressed(start) ? 'incomplete' : decodeHeader(start)
  if (header !== 'incomplete') return header
  const text = await readText(parts, name)
  return text === null ? null : decodeEntryHeader(text)
}

async function readText({ connection, guard, names }: ServerParts, name: EntryName): Promise<string | null> {
  const stored = await guard(() => connection.get(names.entryKey(name)))
  return stored === null ? null : decompress(stored)
}

interface Sent {
  readonly text: string
  readonly change: KnownChange
  readonly expiry: number | ''
  readonly run?: RunId | undefined
}

/** Resolves with `false` if the run no longer counts. */
async function sendText(parts: StoreParts, name: EntryName, { change, expiry, run, text }: Sent): Promise<boolean> {
  const { clock, names, timeout } = parts
  const now = clock.now()
  const latest = now === undefined ? '' : now + timeout + LATE_MS
  const ofRun = [run?.token ?? '', text, expiry, latest, names.endedChannel(name), run?.order ?? '']
  const args = [...ofRun, ...messageAbout(parts, change)]
  const [state, order, isTold] = (await runScript(parts, WRITE_ENTRY, name, args)) as WriteReply
  if (state === 'late') throw new StoreError('STORE', 'Redis got the command too late')
  if (state === 'written' && !isTold) parts.announce({ ...change, order: Number(order) })
  return state === 'written'
}

type WriteReply = readonly [state: 'written' | 'ended' | 'late', order?: string, isTold?: number]

function messageAbout({ attach }: StoreParts, change: KnownChange): readonly string[] {
  return attach(change) ?? ['', '']
}

async function withPlace<T>(
  { names }: ServerParts,
  operation: string,
  address: Address,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw toStoreError(operation, names.entryKey(nameOf(address)), cause)
  }
}

/** Another process may have another working directory. */
function withoutGivenPath({ exact, key, path }: Address): Address {
  return { path, key, exact }
}
