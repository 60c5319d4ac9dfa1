import type { EncodedEntry } from '../../entry/clone-codec.ts'
import type { Address } from '../../key/address.ts'

/** What the database stores under the name of an entry: the entry as a structured clone, its address and its size. */
export interface EntryRecord extends EncodedEntry {
  readonly address: Address
  /** Estimated bytes of the value. */
  readonly size: number
}

/** False for a record that other code wrote into the database. */
export function isEntryRecord(found: unknown): found is EntryRecord {
  const { address, entry }: Partial<EntryRecord> = Object(found)
  return address !== undefined && entry?.key === address.key && Array.isArray(entry.tags)
}
