import { InvalidOptionError, shown } from '../../errors.ts'
import type { Answer } from './sync-or-async.ts'

/** What a storage must be able to do: `localStorage`, `sessionStorage` and React Native's `AsyncStorage` can. */
export interface KeyValueStorage {
  getItem(name: string): Answer<string | null | undefined>
  setItem(name: string, text: string): unknown
  removeItem(name: string): unknown
  /** With {@link key}, tells all names, as web storage does. */
  readonly length?: unknown
  key?(index: number): unknown
  /** Tells all names, as `AsyncStorage` does. */
  getAllKeys?(): Answer<readonly string[]>
}

/** What is read of a browser's `storage` event. */
export interface StorageChange {
  readonly key: string | null
  readonly newValue: string | null
  readonly storageArea?: unknown
}

export interface StorageStoreOptions {
  /** What the names of all items begin with; two stores with different ones share nothing. @default 'cachetta:' */
  readonly prefix?: string
  /** Whether the storage answers at once, without promises. @default found out with one read when the store is made */
  readonly sync?: boolean
  /** Listens to what others change in the storage, and returns how to stop. @default nobody else is heard */
  readonly subscribe?: (listener: (change: StorageChange) => void) => () => void
}

const accepted: {
  readonly [option in keyof StorageStoreOptions]-?: { readonly type: string; readonly text: string }
} = {
  prefix: { type: 'string', text: 'a text' },
  sync: { type: 'boolean', text: 'true or false' },
  subscribe: { type: 'function', text: 'a function that takes a listener, and returns how to stop' },
}

/** Throws `InvalidOptionError` for an option that does not exist, or that means nothing. */
export function checkOptions(options: StorageStoreOptions): void {
  for (const [option, value] of Object.entries(options)) {
    if (!isOption(option)) {
      const known = Object.keys(accepted).join(', ')
      throw new InvalidOptionError(
        `${option}: ${shown(value)} was given, and storageStore has no such option; there are ${known}`,
      )
    }
    const { type, text } = accepted[option]
    if (value !== undefined && typeof value !== type)
      throw new InvalidOptionError(`${option}: ${shown(value)} was given; accepted is ${text}`)
  }
}

/** Throws `InvalidOptionError` for what is no storage: on a server, `localStorage` is `undefined`. */
export function checkStorage(storage: KeyValueStorage): void {
  const missing = (['getItem', 'setItem', 'removeItem'] as const).filter(
    (call) => typeof storage?.[call] !== 'function',
  )
  if (missing.length === 0) return
  throw new InvalidOptionError(
    `storage: ${shown(storage)} was given, without ${missing.join(', ')}; where there is no storage, give memoryStore()`,
  )
}

function isOption(option: string): option is keyof StorageStoreOptions {
  return Object.hasOwn(accepted, option)
}
