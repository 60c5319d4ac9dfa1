// A store over a backend with text values. An address and an entry come in. The backend then holds one record for the entry
// (record.ts) under a name that every backend can keep (entry-name.ts). Writes of one entry run in the order of the calls, and so do
// reads if a reader could see half of a write.

import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import { decodeEntry, decodeHeader, encodeEntry } from '../../entry/json/json-codec.ts'
import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import { encodeUtf8 } from '../../key/utf8.ts'
import { toStoreError } from '../error-context.ts'
import type { EntryStat, Store } from '../store.ts'
import type { WriteQueues } from '../write-queues.ts'
import { createWriteQueues } from '../write-queues.ts'
import type { Backend, ToStat } from './backend.ts'
import { backendNameOf, isKeyOf, nameStartUnder } from './entry-name.ts'
import { parseRecord, writeRecord } from './record.ts'

/** How many entries are read or deleted at the same time. */
export const GROUP_SIZE = 20

interface Parts {
  readonly backend: Backend
  readonly queues: WriteQueues
  nameOf(address: Address): string
  readonly prefix: string
}

export function createBackendStore(backend: Backend, prefix = 'cachetta:'): Store {
  const nameOf = (address: Address): string => backendNameOf(prefix, address)
  const parts: Parts = { backend, queues: createWriteQueues(), nameOf, prefix }
  return {
    name: backend.storeName,
    ...(backend.expires && { expires: true }),
    get: (address, types) => readEntry(parts, address, types),
    set: (address, entry, types, lifetime) => writeEntry(parts, { address, entry, types, lifetime }),
    delete: (address) => removeEntry(parts, nameOf(address)),
    stat: (address) => readStat(parts, address),
    list: (base) => listUnder(parts, base),
    deleteAll: (base) => deleteUnder(parts, base),
    locate: nameOf,
  }
}

function readEntry(parts: Parts, address: Address, types: AllowedTypes): Promise<Entry | null> {
  return withPlace('read', parts.nameOf(address), async () => {
    const text = await readText(parts, address)
    const entry = text === null ? null : decodeEntry(text, types)
    return entry?.key === address.key ? entry : null
  })
}

function readStat(parts: Parts, address: Address): Promise<EntryStat | null> {
  return withPlace('read', parts.nameOf(address), async () => {
    const text = await readText(parts, address)
    const stat = text === null ? null : toStat(parts.nameOf(address), address, text)
    return stat?.address.key === address.key ? stat : null
  })
}

interface Write {
  readonly address: Address
  readonly entry: Entry
  readonly types: AllowedTypes
  readonly lifetime: number | undefined
}

function writeEntry({ backend, nameOf, queues }: Parts, { address, entry, types, lifetime }: Write): Promise<void> {
  const name = nameOf(address)
  return withPlace('write', name, async () => {
    const record = writeRecord(name, address, encodeEntry(entry, types))
    await queues.enqueue(name, () => backend.write(name, record, toRemaining(lifetime, entry.storedAt)))
  })
}

function removeEntry({ backend, queues }: Parts, name: string): Promise<void> {
  return withPlace('delete', name, () => queues.enqueue(name, () => backend.remove(name)))
}

async function* listUnder({ backend, prefix }: Parts, base: string): AsyncIterable<EntryStat> {
  try {
    for await (const stat of backend.list(nameStartUnder(prefix, base), createToStat(prefix))) {
      if (isUnder(base, stat.address)) yield stat
    }
  } catch (cause) {
    throw toStoreError('list', base || 'all', cause)
  }
}

/** Waits for the writes that began before, because a list does not show what they write. */
async function deleteUnder(parts: Parts, base: string): Promise<void> {
  await parts.queues.settled()
  const names: string[] = []
  for await (const { path } of listUnder(parts, base)) names.push(path)
  const errors: unknown[] = []
  for (let at = 0; at < names.length; at += GROUP_SIZE) {
    const group = names.slice(at, at + GROUP_SIZE)
    await Promise.all(group.map((name) => removeEntry(parts, name).catch((error) => errors.push(error))))
  }
  if (errors.length > 0) throw errors[0]
}

/** Returns the text of an entry; `null` if there is none, or if the backend takes the names of two addresses for one. */
async function readText({ backend, nameOf, queues }: Parts, address: Address): Promise<string | null> {
  const name = nameOf(address)
  const read = () => backend.read(name)
  const found = await (backend.replacesAtOnce ? read() : queues.enqueue(name, read))
  if (found == null) return null
  const record = parseRecord(found)
  return record.name === name && record.path === address.path && record.exact === address.exact ? record.text : null
}

/** One bad record must not end a list. */
function createToStat(prefix: string): ToStat {
  return (key, found) => {
    try {
      const { exact, name, path, text } = parseRecord(found)
      const stat = toStat(name, { path, exact }, text)
      return backendNameOf(prefix, stat.address) === name && isKeyOf(name, key) ? stat : null
    } catch {
      return null
    }
  }
}

function toStat(name: string, { exact, path }: Pick<Address, 'exact' | 'path'>, text: string): EntryStat {
  const header = decodeHeader(text)
  if (header === 'incomplete') throw new StoreError('DAMAGED', 'the entry ends in its header')
  const size = encodeUtf8(text).length
  return { ...header, address: { path, key: header.key, exact }, path: name, size }
}

/** How long an entry can still be used, at least a millisecond: backends take 0 for ever. */
function toRemaining(lifetime: number | undefined, storedAt: number): number | undefined {
  if (lifetime === undefined || lifetime > Number.MAX_SAFE_INTEGER / 4) return undefined
  return Math.max(1, Math.ceil(lifetime - (Date.now() - storedAt)))
}

async function withPlace<T>(operation: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw toStoreError(operation, name, cause)
  }
}
