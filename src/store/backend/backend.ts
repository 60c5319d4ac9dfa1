import type { AcceptedOptions } from '../check-options.ts'
import type { EntryStat } from '../store.ts'
import { findWrongPrefix } from './entry-name.ts'

/** A database with text values, behind an interface of others. */
export interface Backend {
  /** The name of the store. */
  readonly storeName: string
  /** False if a reader may see half of a value that is being replaced. */
  readonly replacesAtOnce: boolean
  /** True if each record is missing soon after its lifetime. */
  readonly expires: boolean
  /** Resolves to the record, and to `null` or `undefined` if there is none. */
  read(name: string): Promise<unknown>
  /** `lifetime`: how long the record is needed from now on, in milliseconds. Absent: for ever. */
  write(name: string, record: string, lifetime: number | undefined): Promise<void>
  remove(name: string): Promise<void>
  /** Yields the entries whose names begin with `start`, and perhaps others. */
  list(start: string, toStat: ToStat): AsyncIterable<EntryStat>
}

/** Returns the entry in the record at a key; `null` if it is none of the store. */
export type ToStat = (key: string, record: unknown) => EntryStat | null

/** The options of `keyvStore` and `unstorageStore`. */
export interface BackendStoreOptions {
  /**
   * The start of all keys. Stores with different prefixes share no entries. Lower case letters, digits and `-`, each part ends with a
   * colon. @default 'cachetta:'
   */
  readonly prefix?: string
}

export const acceptedOptions: AcceptedOptions<BackendStoreOptions> = { prefix: findWrongPrefix }
