import type { Address } from '../../key/address.ts'
import { addressIn, itemNameOf } from './item-name.ts'
import { namesIn } from './names.ts'
import type { KeyValueStorage } from './options.ts'
import type { Work } from './work.ts'
import { answer } from './work.ts'

/** The items that one store has in a storage, by name. */
export interface Items {
  /** True where two writes at once could harm each other, whatever the names; else only those of one name. */
  readonly isOneQueue: boolean
  nameOf(address: Address): string
  /** `null` for the item of someone else. */
  addressOf(name: string): Address | null
  /** The addresses of all items, also of those that turn out to be no entries. */
  all(): Work<readonly Address[]>
  read(name: string): Work<string | null>
  write(name: string, text: string): Work<void>
  remove(name: string): Work<void>
}

export function itemsIn(storage: KeyValueStorage, prefix: string): Items {
  const names = namesIn(storage, prefix)
  const addressOf = (name: string): Address | null => addressIn(prefix, name)

  return {
    isOneQueue: names.isIndex,
    nameOf: (address) => itemNameOf(prefix, address),
    addressOf,
    *all() {
      return (yield* names.all()).map(addressOf).filter((address) => address !== null)
    },
    *read(name) {
      const text = yield* answer(storage.getItem(name))
      return text != null && (yield* names.has(name)) ? text : null
    },
    *write(name, text) {
      yield* names.note(name)
      yield* answer(storage.setItem(name, text))
    },
    *remove(name) {
      yield* answer(storage.removeItem(name))
      yield* names.forget(name)
    },
  }
}
