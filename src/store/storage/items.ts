import { parseList } from '../../entry/json/parse-json.ts'
import type { Address } from '../../key/address.ts'
import type { EvictionListener } from '../reports.ts'
import type { Work } from '../sync-or-async.ts'
import { createItemIndex } from './item-index.ts'
import type { KeyValueStorage } from './options.ts'
import { callStorage } from './storage-call.ts'

/** The items of one store in a storage, by name. */
export interface Items {
  /** True if all writes must run one after the other. False if only the writes of one item must. */
  readonly needsOneQueue: boolean
  nameOf(address: Address): string
  /** Returns `null` for an item that is not of this store. */
  addressOf(name: string): Address | null
  /** Returns the addresses of all items, including items whose text is not an entry. */
  listAddresses(): Work<readonly Address[]>
  read(name: string): Work<string | null>
  write(name: string, text: string): Work<void>
  remove(name: string): Work<void>
  /** Hears of each entry that is evicted. */
  onEvict?: EvictionListener
}

export function createItems(storage: KeyValueStorage, prefix: string): Items {
  const index = createItemIndex(storage, prefix)
  const addressOf = (name: string): Address | null => parseItemName(prefix, name)

  return {
    needsOneQueue: index.isStored,
    nameOf: (address) => itemNameOf(prefix, address),
    addressOf,
    *listAddresses() {
      return (yield* index.listNames()).map(addressOf).filter((address) => address !== null)
    },
    *read(name) {
      const text = yield* callStorage(() => storage.getItem(name))
      return text != null && (yield* index.has(name)) ? text : null
    },
    *write(name, text) {
      yield* index.add(name)
      yield* callStorage(() => storage.setItem(name, text))
    },
    *remove(name) {
      yield* callStorage(() => storage.removeItem(name))
      yield* index.remove(name)
    },
  }
}

/** Returns `cachetta:["./cache/users.json","1"]`, with `true` as a third element if a path function named the entry. */
function itemNameOf(prefix: string, { path, key, exact }: Address): string {
  return prefix + JSON.stringify(exact ? [path, key, true] : [path, key])
}

function parseItemName(prefix: string, name: string): Address | null {
  if (!name.startsWith(`${prefix}[`)) return null
  const [path, key, exact = false] = parseList(name.slice(prefix.length))
  if (typeof path !== 'string' || typeof key !== 'string' || typeof exact !== 'boolean') return null
  const address: Address = { path, key, exact }
  return itemNameOf(prefix, address) === name ? address : null
}
