// Entries in the store without their values. A listing that fails ends early, with one log line.

import { StoreError } from '../../errors.ts'
import type { Signal } from '../../key/abort-signal.ts'
import type { Address } from '../../key/address.ts'
import { ignoreRejection } from '../../key/ignore-rejection.ts'
import type { EntryStat, Store, Visit } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { checkStat, createListCheck } from './check-stored.ts'
import {
  asOwnCall,
  guardStore,
  LIST_MS,
  reportStoreFailure,
  reportStoreSuccess,
  TIDY_MS,
  waitForAnswer,
} from './guard-store.ts'
import { deleteEntry, hideBuried } from './stored-entry.ts'
import { guardVisit, visitStore } from './visit.ts'

export async function statEntry(engine: Engine, address: Address): Promise<EntryStat | null> {
  const stat = await guardStore(engine, 'read', address, async () =>
    checkStat(address, await engine.store.stat(address)),
  )
  return hideBuried(engine, address, stat) ?? null
}

/** `onFailed` is called if the listing ends before all entries were found. */
export function listEntries(engine: Engine, base: string, onFailed?: () => void): AsyncIterable<EntryStat> {
  return guardList(engine, { subject: base, base, onFailed }, () => engine.store.list(base))
}

/** Lists the entries with `tag` that lie under no base. Lists all entries if the store has no index of tags. */
export function listTaggedEntries(engine: Engine, tag: string, onFailed: () => void): AsyncIterable<EntryStat> {
  const list = () => engine.store.tagged?.(tag) ?? engine.store.list('')
  return guardList(engine, { subject: tag, base: '', onFailed }, list)
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
export function listTaggedUnder(
  engine: Engine,
  base: string,
  tags: readonly string[],
  onFailed: () => void,
): AsyncIterable<EntryStat> {
  const list = () => engine.store.taggedUnder?.(base, tags) ?? engine.store.list(base)
  return guardList(engine, { subject: base, base, onFailed }, list)
}

/**
 * Changes each of these entries, until the signal is aborted. Starts 64 changes before it waits for them: one after the other would take
 * as many round trips to the store as there are entries, and all at once as much memory.
 */
export async function changeEach(
  entries: AsyncIterable<EntryStat>,
  change: (entry: EntryStat) => unknown,
  signal?: Signal,
): Promise<void> {
  let running: unknown[] = []
  for await (const entry of entries) {
    if (signal?.aborted) break
    if (running.push(change(entry)) < 64) continue
    await Promise.all(running)
    running = []
  }
  await Promise.all(running)
}

/**
 * Deletes the entries at `base` and under it in one call of the store. Resolves with false if the store has no such call, or could
 * not delete them all. The caller then deletes the rest one by one.
 */
export async function deleteAllUnder(engine: Engine, base: string, signal?: Signal): Promise<boolean> {
  const { store, tombstones } = engine
  if (store.deleteAll === undefined) return false
  const noteDeleted = tombstones?.startDeletingUnder(base)
  const onDeleted = () => {
    if (!signal?.aborted) noteDeleted?.()
  }
  try {
    const deleteAll = (visit: Visit) => store.deleteAll?.(base, visit)
    await visitStore(engine, 'delete', deleteAll, { signal, ms: LIST_MS, onLate: onDeleted })
  } catch {
    return false
  }
  onDeleted()
  reportStoreSuccess(engine, 'delete', subjectOf(base))
  return true
}

/** The synchronous twin of {@link deleteAllUnder}. */
export function deleteAllUnderSync(engine: Engine, base: string): boolean {
  const { store, tombstones } = engine
  if (store.sync?.deleteAll === undefined) return false
  const onDeleted = tombstones?.startDeletingUnder(base)
  try {
    asOwnCall(engine, () => store.sync?.deleteAll?.(base))
  } catch {
    return false
  }
  onDeleted?.()
  reportStoreSuccess(engine, 'delete', subjectOf(base))
  return true
}

/** Deletes the entries at `base` and under it for which `matches` returns true, until the signal is aborted. */
export async function deleteMatching(
  engine: Engine,
  base: string,
  matches: (entry: EntryStat) => boolean,
  signal?: Signal,
): Promise<void> {
  const { store } = engine
  if (store.deleteWhere === undefined) {
    const deleteMatch = async (entry: EntryStat) => matches(entry) && deleteEntry(engine, entry.address)
    return changeEach(listEntries(engine, base), deleteMatch, signal)
  }
  const matchesNow = (entry: EntryStat) => !signal?.aborted && matches(entry)
  const deleteWhere = (visit: Visit) => callDeleteWhere(store, base, matchesNow, visit)
  await guardVisit(engine, 'delete', subjectOf(base), deleteWhere, { signal, ms: TIDY_MS })
}

async function callDeleteWhere(
  store: Store,
  base: string,
  matches: (entry: EntryStat) => boolean,
  visit: Visit,
): Promise<void> {
  const { check, finish } = createListCheck(base)
  const matchesChecked = (found: EntryStat): boolean => {
    const stat = check(found)
    return stat !== null && matches(stat)
  }
  try {
    await store.deleteWhere?.(base, matchesChecked, visit)
    finish()
  } catch (error) {
    throw toListError(error)
  }
}

/** Removes what a crash left behind: temporary files and dead locks. */
export async function sweepStore(engine: Engine, base: string, signal?: Signal): Promise<void> {
  const sweep = (visit: Visit) => engine.store.sweep?.(base, visit)
  await guardVisit(engine, 'list', subjectOf(base), sweep, { signal, ms: TIDY_MS })
}

async function* guardList(
  engine: Engine,
  { subject, base, onFailed }: { subject: string; base: string; onFailed?: (() => void) | undefined },
  list: () => AsyncIterable<EntryStat>,
): AsyncGenerator<EntryStat, void> {
  const { check, finish } = createListCheck(base)
  try {
    for await (const found of waitForEach(engine, list())) {
      const stat = check(found)
      if (stat) yield stat
    }
    finish()
    reportStoreSuccess(engine, 'list', subjectOf(subject))
  } catch (error) {
    onFailed?.()
    reportStoreFailure(engine, 'list', subjectOf(subject), toListError(error))
  }
}

/** Bounds each step of a listing. */
async function* waitForEach<T>(engine: Engine, list: AsyncIterable<T>): AsyncGenerator<T, void> {
  ignoreRejection(list) // the store of a stranger may return a promise
  const iterator = list[Symbol.asyncIterator]()
  let isRunning = true
  try {
    for (;;) {
      const next = await waitForAnswer(engine, 'list', iterator.next())
      isRunning = !next.done
      if (next.done) return
      yield next.value
    }
  } finally {
    // A step that has not been answered would never let the listing end.
    if (isRunning) void Promise.resolve(iterator.return?.()).catch(() => {})
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
