// Which items a storage has. Web storage tells by number and AsyncStorage all at once; where a storage tells neither, the store
// keeps an index in items of its own.

import { hashText } from '../../key/hash.ts'
import type { KeyValueStorage } from './options.ts'
import type { Work } from './sync-or-async.ts'
import { answer, answers } from './sync-or-async.ts'

export interface Names {
  /** True where the names are in an index, of which two writes at once could lose one. */
  readonly isIndex: boolean
  all(): Work<readonly string[]>
  has(name: string): Work<boolean>
  /** Before an item is set. */
  note(name: string): Work<void>
  /** After it is removed. */
  forget(name: string): Work<void>
}

export function namesIn(storage: KeyValueStorage, prefix: string): Names {
  if (typeof storage.getAllKeys === 'function') return told(() => storage.getAllKeys?.() ?? [])
  if (typeof storage.key === 'function' && typeof storage.length === 'number') return told(() => numbered(storage))
  return createIndex(storage, prefix)
}

function told(all: () => Answered): Names {
  return {
    isIndex: false,
    *all() {
      return (yield* answer(all())).filter(isText)
    },
    has: () => answer(true),
    note: () => answer(undefined),
    forget: () => answer(undefined),
  }
}

type Answered = readonly unknown[] | PromiseLike<readonly unknown[]>

/** All at once, before any is looked at: removing one changes the numbers of others. */
function numbered(storage: KeyValueStorage): readonly unknown[] {
  return Array.from({ length: Number(storage.length) }, (_, index) => storage.key?.(index))
}

/** The index is in so many parts that a write, which rewrites one of them, stays cheap with thousands of entries. */
const parts: readonly string[] = Array.from({ length: 256 }, (_, part) => part.toString(16).padStart(2, '0'))

/**
 * An entry counts only as long as the index names it. When a part of the index is lost, its entries are misses, and are noted
 * again as they are set again; else they would be found by readers, and by no `invalidateAll`.
 */
function createIndex(storage: KeyValueStorage, prefix: string): Names {
  const itemOf = (part: string): string => `${prefix}index:${part}`
  const partOf = (name: string): string => itemOf(hashText(name).slice(0, 2))

  function* change(name: string, changed: (names: readonly string[]) => readonly string[]): Work<void> {
    const item = partOf(name)
    const before = noted(yield* answer(storage.getItem(item)))
    const after = changed(before)
    if (after.length === before.length) return
    yield* answer(after.length > 0 ? storage.setItem(item, JSON.stringify(after)) : storage.removeItem(item))
  }

  return {
    isIndex: true,
    *all() {
      const texts = yield* answers(parts.map((part) => storage.getItem(itemOf(part))))
      return texts.flatMap(noted)
    },
    *has(name) {
      return noted(yield* answer(storage.getItem(partOf(name)))).includes(name)
    },
    note: (name) => change(name, (names) => (names.includes(name) ? names : [...names, name])),
    forget: (name) => change(name, (names) => names.filter((each) => each !== name)),
  }
}

/** The names in a part of the index; none where it is lost or damaged. */
function noted(text: string | null | undefined): readonly string[] {
  try {
    const names: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(names) ? names.filter(isText) : []
  } catch {
    return []
  }
}

function isText(name: unknown): name is string {
  return typeof name === 'string'
}
