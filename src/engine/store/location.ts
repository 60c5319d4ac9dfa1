import type { Address } from '../../key/address.ts'
import { addressText } from '../../key/address.ts'
import type { Store } from '../../store/store.ts'

/** The calls of a store whose answers are checked, because anybody can have written the store. */
export type StoreReader = Pick<Store, 'get' | 'locate'>

/** Returns where an entry lives, in words that its owner can look up: the file, or the address as text. */
export function locationOf(store: Pick<Store, 'locate'>, address: Address): string {
  return store.locate?.(address) ?? (address.exact ? address.path : addressText(address))
}

/** Returns where an entry lives. A store that cannot say it costs no call its value. */
export function tryLocate(store: Pick<Store, 'locate'>, address: Address): string | undefined {
  try {
    const location: unknown = store.locate?.(address)
    return typeof location === 'string' ? location : undefined
  } catch {
    return undefined
  }
}
