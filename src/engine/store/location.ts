import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'

/** Returns where an entry lives, in words that its owner can look up: the file, or the address as text. */
export function locationOf(store: Pick<Store, 'locate'>, address: Address): string {
  return store.locate?.(address) ?? (address.exact ? address.path : addressText(address))
}
