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
    const isKnown = option === 'name' ? typeof value === 'string' : option === 'maxBytes' && Number(value) >= 1
    if (value === undefined || isKnown) continue
    throw new InvalidOptionError(
      `${option}: ${shown(value)} was given; accepted are name, a text, and maxBytes, a number of at least 1`,
    )
  }
}
