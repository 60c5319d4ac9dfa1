// The names of the items in a storage. Web storage lists them by number, AsyncStorage returns all of them. If a storage does
// neither, the store keeps an index of its own items in further items.

import { parseJson } from '../../entry/json/parse-json.ts'
import { hashText } from '../../key/hash.ts'
import type { Work } from '../sync-or-async.ts'
import type { KeyValueStorage } from './options.ts'
import type { MaybePromise } from './storage-call.ts'
import { callStorage, callStorageAtOnce } from './storage-call.ts'

export interface ItemIndex {
  /** True if the index is stored in items. Two writes at the same time could then lose a name. */
  readonly isStored: boolean
  listNames(): Work<readonly string[]>
  has(name: string): Work<boolean>
  /** To call before an item is set. */
  add(name: string): Work<void>
  /** To call after an item is removed. */
  remove(name: string): Work<void>
}

export function createItemIndex(storage: KeyValueStorage, prefix: string): ItemIndex {
  if (typeof storage.getAllKeys === 'function') return createUnstoredIndex(() => storage.getAllKeys?.() ?? [])
  if (typeof storage.key === 'function' && typeof storage.length === 'number') {
    return createUnstoredIndex(() => listByNumber(storage))
  }
  return createStoredIndex(storage, prefix)
}

function createUnstoredIndex(listNames: () => MaybePromise<readonly unknown[]>): ItemIndex {
  return {
    isStored: false,
    *listNames() {
      return (yield* callStorage(listNames)).filter(isString)
    },
    has: () => callStorage(() => true),
    add: () => callStorage(() => undefined),
    remove: () => callStorage(() => undefined),
  }
}

/** Reads all names before any item is removed, because a removal changes the numbers of other items. */
function listByNumber(storage: KeyValueStorage): readonly unknown[] {
  return Array.from({ length: Number(storage.length) }, (_, index) => storage.key?.(index))
}

/** The index has 256 parts. A write rewrites one of them, so it stays cheap with thousands of entries. */
const partNames: readonly string[] = Array.from({ length: 256 }, (_, part) => part.toString(16).padStart(2, '0'))

/**
 * An entry counts only while the index names it. If a part of the index is lost, its entries are misses until they are set
 * again. Otherwise `get` would still find them, but `invalidateAll` would not delete them.
 */
function createStoredIndex(storage: KeyValueStorage, prefix: string): ItemIndex {
  const itemOf = (part: string): string => `${prefix}index:${part}`
  const itemFor = (name: string): string => itemOf(hashText(name).slice(0, 2))

  function* update(name: string, change: (names: readonly string[]) => readonly string[]): Work<void> {
    const item = itemFor(name)
    const before = parseNames(yield* callStorage(() => storage.getItem(item)))
    const after = change(before)
    if (after.length === before.length) return
    yield* callStorage(() =>
      after.length > 0 ? storage.setItem(item, JSON.stringify(after)) : storage.removeItem(item),
    )
  }

  return {
    isStored: true,
    *listNames() {
      const texts = yield* callStorageAtOnce(partNames.map((part) => () => storage.getItem(itemOf(part))))
      return texts.flatMap(parseNames)
    },
    *has(name) {
      return parseNames(yield* callStorage(() => storage.getItem(itemFor(name)))).includes(name)
    },
    add: (name) => update(name, (names) => (names.includes(name) ? names : [...names, name])),
    remove: (name) => update(name, (names) => names.filter((other) => other !== name)),
  }
}

/** Returns the names in a part of the index; none if the part is missing or damaged. */
function parseNames(text: string | null | undefined): readonly string[] {
  try {
    const names = parseJson(text ?? '[]', 1)
    return Array.isArray(names) ? names.filter(isString) : []
  } catch {
    return []
  }
}

function isString(name: unknown): name is string {
  return typeof name === 'string'
}
