import type { Address } from '../key/address.ts'
import type { EntryStat } from '../store/store.ts'
import { attempt } from './attempt.ts'
import { failed } from './complaints.ts'
import type { Engine } from './engine.ts'

// Entries in the store without their values. A list that fails ends early.

export async function statEntry(engine: Engine, address: Address): Promise<EntryStat | null> {
  const found = await attempt(engine, 'read', address, () => engine.store.stat(address))
  return found && !engine.forgotten?.has(address, found) ? found : null
}

export function listEntries(engine: Engine, base: string): AsyncIterable<EntryStat> {
  return listing(engine, base, () => engine.store.list(base))
}

/** Those that lie under no base and carry `tag`; of a store that cannot tell them, all. */
export function taggedEntries(engine: Engine, tag: string): AsyncIterable<EntryStat> {
  return listing(engine, tag, () => engine.store.tagged?.(tag) ?? engine.store.list(''))
}

export function* listEntriesSync(engine: Engine, base: string): Iterable<EntryStat> {
  try {
    yield* engine.store.sync?.list(base) ?? []
  } catch (error) {
    failed(engine, 'list', subjectOf(base), error)
  }
}

export async function sweep(engine: Engine, base: string): Promise<void> {
  await attempt(engine, 'list', subjectOf(base), () => engine.store.sweep?.(base))
}

async function* listing(
  engine: Engine,
  subject: string,
  entries: () => AsyncIterable<EntryStat>,
): AsyncGenerator<EntryStat, void> {
  try {
    yield* entries()
  } catch (error) {
    failed(engine, 'list', subjectOf(subject), error)
  }
}

/** What the log calls that which was listed. */
function subjectOf(path: string): Address {
  return { path, key: '', exact: true }
}
