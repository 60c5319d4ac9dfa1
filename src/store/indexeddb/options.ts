import { InvalidOptionError, shown } from '../../errors.ts'

export interface IndexedDbStoreOptions {
  /** The name of the database. @default 'cachetta' */
  readonly name?: string
  /** Bytes that all entries may take together, as estimated; beyond that, the oldest quarter goes. @default 50_000_000 */
  readonly maxBytes?: number
}

/** Throws `InvalidOptionError` for an option that does not exist, or that means nothing. */
export function checkOptions(options: IndexedDbStoreOptions): void {
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined || (option === 'name' && value && typeof value === 'string')) continue
    if (option === 'maxBytes' && typeof value === 'number' && value >= 1) continue
    throw new InvalidOptionError(
      `${option}: ${shown(value)} was given; indexedDbStore accepts name, a text, and maxBytes, a number of at least 1`,
    )
  }
}
