import type { AllowedTypes } from '../../entry/allowed-types.ts'
import type { Entry } from '../../entry/entry.ts'
import { decodeEntry, decodeEntryHeader } from '../../entry/json/json-codec.ts'
import type { Address } from '../../key/address.ts'
import { isOutboxKey, isUnder } from '../../key/address.ts'
import { withErrorContext } from '../error-context.ts'
import type { EntryStat } from '../store.ts'
import type { Work } from '../sync-or-async.ts'
import type { Items } from './items.ts'

/** An eviction frees at least this share of all entries, so that the next writes need no eviction. */
const MIN_FREED_SHARE = 1 / 10

/** A storage that stays full although entries are removed does not free their space. */
const MAX_ROUNDS = 20

/** The operations of a store on its items. An error of the storage becomes a `StoreError` with the item and the operation. */
export interface Operations {
  get(address: Address, types: AllowedTypes): Work<Entry | null>
  /** If the storage is full, evicts the oldest entries of this store and writes again, until the entry fits. */
  set(address: Address, text: string): Work<void>
  delete(address: Address): Work<void>
  stat(address: Address): Work<EntryStat | null>
  /** Returns the addresses at `base` and under it, including items whose text is not an entry. */
  listAddresses(base: string): Work<readonly Address[]>
  /** Like `stat`, but returns `null` for an unreadable item: one bad item must not end a list. */
  tryStat(address: Address): Work<EntryStat | null>
}

export function createOperations(items: Items): Operations {
  const { nameOf } = items
  return {
    get: (address, types) => withErrorContext('read', nameOf(address), readEntry(items, address, types)),
    set: (address, text) => withErrorContext('write', nameOf(address), writeOrEvict(items, address, text)),
    delete: (address) => withErrorContext('delete', nameOf(address), items.remove(nameOf(address))),
    stat: (address) => withErrorContext('read', nameOf(address), readStat(items, address)),
    listAddresses: (base) => withErrorContext('list', base || 'all', listUnder(items, base)),
    tryStat: (address) => tryReadStat(items, address),
  }
}

function* readEntry(items: Items, address: Address, types: AllowedTypes): Work<Entry | null> {
  const text = yield* items.read(items.nameOf(address))
  const entry = text === null ? null : decodeEntry(text, types)
  return entry?.key === address.key ? entry : null
}

function* readStat(items: Items, address: Address): Work<EntryStat | null> {
  const path = items.nameOf(address)
  const text = yield* items.read(path)
  if (text === null) return null
  const header = decodeEntryHeader(text)
  return header.key === address.key ? { ...header, address, path, size: sizeOf(path, text) } : null
}

function* tryReadStat(items: Items, address: Address): Work<EntryStat | null> {
  try {
    return yield* readStat(items, address)
  } catch {
    return null
  }
}

function* writeOrEvict(items: Items, address: Address, text: string): Work<void> {
  const name = items.nameOf(address)
  for (let round = 1; ; round += 1) {
    try {
      return yield* items.write(name, text)
    } catch (error) {
      if (!isQuotaError(error) || round === MAX_ROUNDS || !(yield* evictOldest(items, sizeOf(name, text)))) throw error
    }
  }
}

/**
 * True if the error says that the storage is full: `QuotaExceededError`, in Firefox `NS_ERROR_DOM_QUOTA_REACHED`, and
 * AsyncStorage's "database or disk is full" (https://github.com/react-native-async-storage/async-storage/issues/427).
 */
function isQuotaError(error: unknown): boolean {
  const { name, message }: { readonly name?: unknown; readonly message?: unknown } = Object(error)
  return /quota|disk is full/i.test(`${name} ${message}`)
}

/**
 * Removes the oldest entries until `neededBytes` are free. If all entries together take less, it removes none and returns false:
 * one value is not worth all the others. An item of an outbox is never removed, and does not count.
 */
function* evictOldest(items: Items, neededBytes: number): Work<boolean> {
  const found: EntryStat[] = []
  for (const address of yield* items.listAddresses()) {
    const stat = yield* tryReadStat(items, address)
    if (stat !== null && !isOutboxKey(stat.key)) found.push(stat)
  }
  const totalBytes = found.reduce((sum, { size }) => sum + size, 0)
  if (neededBytes > totalBytes) return false
  let missingBytes = Math.max(neededBytes, totalBytes * MIN_FREED_SHARE)
  for (const { address, path, size } of found.sort((one, other) => one.storedAt - other.storedAt)) {
    if (missingBytes <= 0) break
    yield* items.remove(path)
    items.onEvict?.(address)
    missingBytes -= size
  }
  return true
}

function* listUnder(items: Items, base: string): Work<readonly Address[]> {
  return (yield* items.listAddresses()).filter((address) => isUnder(base, address))
}

/** Two bytes for each UTF-16 code unit of the name and the text, as web storage counts. */
function sizeOf(name: string, text: string): number {
  return 2 * (name.length + text.length)
}
