import { findWrongField } from '../../entry/check-header.ts'
import type { EncodedEntry } from '../../entry/clone-codec.ts'
import type { Address } from '../../key/address.ts'
import { entryNameOf, isAddress } from '../../key/address.ts'

/** What the database stores under the name of an entry: the entry as a structured clone, its address and its size. */
export interface EntryRecord extends EncodedEntry {
  readonly address: Address
  /** Estimated bytes of the value. */
  readonly size: number
  /** When the computation of the value began, or when the value was set (change-log.ts). Absent if an older release wrote it. */
  readonly order?: number
}

/** False for a record that other code wrote into the database, and for one that lies under the name of another entry. */
export function isEntryRecord(found: unknown, name: string): found is EntryRecord {
  const { address, entry }: Partial<EntryRecord> = Object(found)
  if (!isAddress(address) || entryNameOf(address) !== name) return false
  return entry?.key === address.key && !findWrongField(entry)
}

/** Returns the bytes that a record of anybody counts for. */
export function sizeOf(record: unknown): number {
  const { size } = Object(record)
  return Number.isFinite(size) ? Math.max(size, 0) : 0
}
