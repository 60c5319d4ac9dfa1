import type { EntryHeader } from '../entry/entry.ts'
import type { Address } from '../key/address.ts'
import type { Engine, Mark } from './engine.ts'
import { idOf } from './question.ts'

// What a store was told to forget or to replace, and could not. Until the store obeys, or keeps something newer, this process
// answers in its place: an entry that was invalidated or outdated is a miss, even on a disk that has become read-only.
//
//     invalidate 1   |--mark 1--------------------| obeyed      of no interest: mark 2 stands
//     invalidate 2       |--mark 2--| failed

/** A disk that stays full must not fill the memory as well. */
const REMEMBERED_MOST = 10_000

export function mark(engine: Engine, address: Address, now: number): Mark {
  const { forgotten } = engine
  const name = nameOf(engine, address)
  const [oldest] = forgotten.size < REMEMBERED_MOST ? [] : forgotten.keys()
  if (oldest !== undefined) forgotten.delete(oldest)
  const made = { instant: Math.max(now, forgotten.get(name)?.instant ?? now) }
  forgotten.set(name, made)
  return made
}

export function markOf(engine: Engine, address: Address): Mark | undefined {
  return engine.forgotten.size > 0 ? engine.forgotten.get(nameOf(engine, address)) : undefined
}

/** The store has obeyed; a mark made since then stays. */
export function unmark(engine: Engine, address: Address, obeyed: Mark | undefined): void {
  if (obeyed && markOf(engine, address) === obeyed) engine.forgotten.delete(nameOf(engine, address))
}

export function isForgotten(engine: Engine, address: Address, found: EntryHeader): boolean {
  const marked = markOf(engine, address)
  return marked !== undefined && found.storedAt <= marked.instant
}

function nameOf({ store }: Engine, address: Address): string {
  return store.locate?.(address) ?? idOf(address)
}
