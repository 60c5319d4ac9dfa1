import { hasLongTexts } from '#environment'
import { describeValue, InvalidOptionError } from '../../errors.ts'

/** The options of `indexedDbStore`. */
export interface IndexedDbStoreOptions {
  /** The name of the database. @default 'cachetta' */
  readonly name?: string
  /**
   * The estimated size of all entries, in bytes, from which on the store evicts the oldest entries until they take three
   * quarters of it. @default 50_000_000
   */
  readonly maxBytes?: number
}

/** Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function checkOptions(options: IndexedDbStoreOptions): void {
  for (const [option, value] of Object.entries(options)) {
    const isValid = option === 'name' ? typeof value === 'string' : option === 'maxBytes' && Number(value) >= 1
    if (value === undefined || isValid) continue
    throw new InvalidOptionError(
      `${option}: ${describeValue(value)} was given${hasLongTexts ? '; accepted are name, a string, and maxBytes, a number of at least 1' : ''}`,
    )
  }
}
