import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { AcceptedOptions } from '../check-options.ts'
import { checkOptions } from '../check-options.ts'
import type { MaybePromise } from './storage-call.ts'

/**
 * A storage for strings. `localStorage`, `sessionStorage` and React Native's `AsyncStorage` are such storages. To list its
 * items, a storage has `length` and `key`, or `getAllKeys`. Without them the store keeps an index of its items in further
 * items.
 */
export interface KeyValueStorage {
  /** Returns the text of an item, or `null` or `undefined` if there is none; or a promise of it. */
  getItem(name: string): MaybePromise<string | null | undefined>
  /** Creates an item or replaces its text. May return a promise. */
  setItem(name: string, text: string): unknown
  /** Removes an item, if it exists. May return a promise. */
  removeItem(name: string): unknown
  /** The number of items, as in web storage. */
  readonly length?: unknown
  /** Returns the name of the item with this index, as in web storage. */
  key?(index: number): unknown
  /** Returns the names of all items or a promise of them, as in `AsyncStorage`. */
  getAllKeys?(): MaybePromise<readonly string[]>
}

/** The properties of a browser's `storage` event that the store reads. */
export interface StorageChange {
  /** The name of the item that changed; `null` if all items were removed. */
  readonly key: string | null
  /** The new text of the item; `null` if the item was removed. */
  readonly newValue: string | null
  /** The storage of the item. A change in another storage is ignored. If it is missing or `null`, the change counts. */
  readonly storageArea?: unknown
}

/** The options of `storageStore`. */
export interface StorageStoreOptions {
  /** The start of the names of all items. Stores with different prefixes share no entries. @default 'cachetta:' */
  readonly prefix?: string
  /** True if the storage returns results, false if it returns promises. @default tested by one read at creation */
  readonly sync?: boolean
  /** Calls a listener for changes by others, and returns a function that stops it. @default changes by others are not reported */
  readonly subscribe?: (listener: (change: StorageChange) => void) => () => void
}

const accepted: AcceptedOptions<StorageStoreOptions> = {
  prefix: (value) => (typeof value === 'string' ? undefined : 'a string'),
  sync: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  subscribe: (value) =>
    typeof value === 'function' ? undefined : 'a function that takes a listener and returns a function that stops it',
}

/** Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function checkStorageOptions(options: StorageStoreOptions): void {
  checkOptions('storageStore', options, accepted)
}

/** Throws `InvalidOptionError` for a value that is not a storage, for example `localStorage` on a server: it is `undefined`. */
export function checkStorage(storage: KeyValueStorage): void {
  const missing = (['getItem', 'setItem', 'removeItem'] as const).filter(
    (method) => typeof storage?.[method] !== 'function',
  )
  if (missing.length === 0) return
  throw new InvalidOptionError(
    `storage: ${describeValue(storage)} was given, without ${missing.join(', ')}; if there is no storage, use memoryStore()`,
  )
}
