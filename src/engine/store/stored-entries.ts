// Entries in the store without their values. A listing that fails ends early, with one log line.

import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { checkStat, createListCheck } from './check-stored.ts'
import { guardStore, reportStoreFailure, reportStoreSuccess } from './guard-store.ts'
import { hideBuried } from './stored-entry.ts'

export async function statEntry(engine: Engine, address: Address): Promise<EntryStat | null> {
  const stat = await guardStore(engine, 'read', address, async () =>
    checkStat(address, await engine.store.stat(address)),
  )
  return hideBuried(engine, address, stat) ?? null
}

export function listEntries(engine: Engine, base: string): AsyncIterable<EntryStat> {
  return guardList(engine, { subject: base, base }, () => engine.store.list(base))
}

/** Lists the entries with `tag` that lie under no base. Lists all entries if the store has no index of tags. */
export function listTaggedEntries(engine: Engine, tag: string): AsyncIterable<EntryStat> {
  return guardList(engine, { subject: tag, base: '' }, () => engine.store.tagged?.(tag) ?? engine.store.list(''))
}

export function* listEntriesSync(engine: Engine, base: string): Iterable<EntryStat> {
  const { check, finish } = createListCheck(base)
  try {
    for (const found of engine.store.sync?.list(base) ?? []) {
      const stat = check(found)
      if (stat) yield stat
    }
    finish()
    reportStoreSuccess(engine, 'list', subjectOf(base))
  } catch (error) {
    reportStoreFailure(engine, 'list', subjectOf(base), toListError(error))
  }
}

/** Lists the entries at `base` and under it with one of `tags`. Lists all of them if the store has no index of tags. */
export function listTaggedUnder(engine: Engine, base: string, tags: readonly string[]): AsyncIterable<EntryStat> {
  return guardList(
    engine,
    { subject: base, base },
    () => engine.store.taggedUnder?.(base, tags) ?? engine.store.list(base),
  )
}

/**
 * Changes each of these entries. Starts 64 changes before it waits for them: one after the other would take as many round trips
 * to the store as there are entries, and all at once as much memory.
 */
export async function changeEach(
  entries: AsyncIterable<EntryStat>,
  change: (entry: EntryStat) => unknown,
): Promise<void> {
  let running: unknown[] = []
  for await (const entry of entries) {
    if (running.push(change(entry)) < 64) continue
    await Promise.all(running)
    running = []
  }
  await Promise.all(running)
}

/** Removes what a crash left behind: temporary files and dead locks. */
export async function sweepStore(engine: Engine, base: string): Promise<void> {
  await guardStore(engine, 'list', subjectOf(base), () => engine.store.sweep?.(base))
}

async function* guardList(
  engine: Engine,
  { subject, base }: { readonly subject: string; readonly base: string },
  list: () => AsyncIterable<EntryStat>,
): AsyncGenerator<EntryStat, void> {
  const { check, finish } = createListCheck(base)
  try {
    for await (const found of list()) {
      const stat = check(found)
      if (stat) yield stat
    }
    finish()
    reportStoreSuccess(engine, 'list', subjectOf(subject))
  } catch (error) {
    reportStoreFailure(engine, 'list', subjectOf(subject), toListError(error))
  }
}

/** A listing with something else than entries in it is a fault of the store, not of one entry. */
function toListError(cause: unknown): unknown {
  return cause instanceof StoreError ? new StoreError('STORE', cause.message, { cause }) : cause
}

/** The log names a base or a tag like the path of an entry. */
function subjectOf(path: string): Address {
  return { path, key: '', exact: true }
}
