import type { Kept } from '../../entry/kind.ts'
import type { Address } from '../../key/address.ts'

/** What the database keeps under the name of an entry: it in the form that the allowed types gave it, and more. */
export interface EntryRecord extends Kept {
  readonly address: Address
  /** Bytes, estimated. */
  readonly size: number
}

/** What names an entry. No path contains a NUL, so that no two addresses have one name, and names sort by path. */
export function nameOf({ path, key, exact }: Address): string {
  return exact ? path : `${path}\0${key}`
}

/** False for what someone else put into the database. */
export function isRecord(found: unknown): found is EntryRecord {
  const { address, entry }: Partial<EntryRecord> = Object(found)
  return address !== undefined && entry?.key === address.key && Array.isArray(entry.tags)
}
