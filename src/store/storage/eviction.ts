import type { EntryStat } from '../store.ts'
import type { Work } from './sync-or-async.ts'

/** What is freed beyond what is needed, as a share of all: so that the next writes need not look at every entry again. */
const reserve = 1 / 10

/**
 * True for what a storage says when it has no room: `QuotaExceededError`, in Firefox `NS_ERROR_DOM_QUOTA_REACHED`, and
 * AsyncStorage's "database or disk is full" (https://github.com/react-native-async-storage/async-storage/issues/427).
 */
export function isFull(error: unknown): boolean {
  const { name, message }: { readonly name?: unknown; readonly message?: unknown } = Object(error)
  return /quota|disk is full/i.test(`${name} ${message}`)
}

/**
 * Removes the oldest entries until `needed` bytes are free. Says no, and removes nothing, where these are more than all of them
 * take: one value is not worth all others.
 */
export function* makeRoom(
  found: readonly EntryStat[],
  needed: number,
  remove: (entry: EntryStat) => Work<void>,
): Work<boolean> {
  const total = found.reduce((sum, { size }) => sum + size, 0)
  if (needed > total) return false
  let missing = Math.max(needed, total * reserve)
  for (const entry of [...found].sort((one, other) => one.storedAt - other.storedAt)) {
    if (missing <= 0) break
    yield* remove(entry)
    missing -= entry.size
  }
  return true
}
