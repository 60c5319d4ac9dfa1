import type { Address } from '../../key/address.ts'
import { namesIn } from './item-index.ts'
import type { KeyValueStorage } from './options.ts'
import type { Work } from './sync-or-async.ts'
import { answer } from './sync-or-async.ts'

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

/** The item of an address: `cachetta:["./cache/users.json","1"]`, with a `true` at the end where a path function named it. */
export function itemNameOf(prefix: string, { path, key, exact }: Address): string {
  return prefix + JSON.stringify(exact ? [path, key, true] : [path, key])
}

/** The address whose item has this name; `null` for an item of someone else. */
export function addressIn(prefix: string, name: string): Address | null {
  if (!name.startsWith(`${prefix}[`)) return null
  const [path, key, exact = false] = partsIn(name.slice(prefix.length))
  if (typeof path !== 'string' || typeof key !== 'string' || typeof exact !== 'boolean') return null
  const address: Address = { path, key, exact }
  return itemNameOf(prefix, address) === name ? address : null
}

function partsIn(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
