import type { Address } from '../../key/address.ts'
import type { EntryStat } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { guardStore, reportStoreFailure } from './guard-store.ts'

// Entries in the store without their values. A list that fails ends early.

export async function statEntry(engine: Engine, address: Address): Promise<EntryStat | null> {
  const found = await guardStore(engine, 'read', address, () => engine.store.stat(address))
  return found && !engine.tombstones?.covers(address, found) ? found : null
}

export function listEntries(engine: Engine, base: string): AsyncIterable<EntryStat> {
  return guardList(engine, base, () => engine.store.list(base))
}

/** Those that lie under no base and carry `tag`; of a store that cannot tell them, all. */
export function listTaggedEntries(engine: Engine, tag: string): AsyncIterable<EntryStat> {
  return guardList(engine, tag, () => engine.store.tagged?.(tag) ?? engine.store.list(''))
}

export function* listEntriesSync(engine: Engine, base: string): Iterable<EntryStat> {
  try {
    yield* engine.store.sync?.list(base) ?? []
  } catch (error) {
    reportStoreFailure(engine, 'list', subjectOf(base), error)
  }
}

export async function sweepStore(engine: Engine, base: string): Promise<void> {
  await guardStore(engine, 'list', subjectOf(base), () => engine.store.sweep?.(base))
}

async function* guardList(
  engine: Engine,
  subject: string,
  entries: () => AsyncIterable<EntryStat>,
): AsyncGenerator<EntryStat, void> {
  try {
    yield* entries()
  } catch (error) {
    reportStoreFailure(engine, 'list', subjectOf(subject), error)
  }
}

/** What the log calls that which was listed. */
function subjectOf(path: string): Address {
  return { path, key: '', exact: true }
}
