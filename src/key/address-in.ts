import type { Address } from './address.ts'
import { canonicalText } from './canonical.ts'

/** The address of the entry for these arguments under a literal path. Throws `InvalidKeyError`. */
export function addressIn(path: string, args: readonly unknown[]): Address {
  return { path, key: canonicalText(args), exact: false }
}
