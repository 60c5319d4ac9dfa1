import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'

/** Where an entry lives, as its owner would look it up: the file, or what else the store calls it. */
export function locationOf(store: Pick<Store, 'locate'>, address: Address): string {
  return store.locate?.(address) ?? (address.exact ? address.path : addressText(address))
}
