// Invalidations of many entries. Each is one record in the database, which hides all entries that are older: before their deletes
// have ended, and also if the page leaves meanwhile.
//
//     deleteAll      |-record; delete a range-|                            one transaction, committed at once
//     deleteTagged   |-record: running-|-walk the index, delete-|-record: done-|
//     the next page                        |-open: running-|-walk the index, delete-|-record: done-|

import type { ChangeLog, ScopeChange } from './change-log.ts'
import { isOutdated, scopeKeyOf } from './change-log.ts'
import type { Connection } from './connection.ts'
import { promisifyRequest, scopeRange } from './connection.ts'
import { commit } from './eviction.ts'
import type { EntryRecord } from './record.ts'
import { isChange } from './tabs/channel.ts'

export function isForgotten(changeLog: ChangeLog, { address, entry, order }: EntryRecord): boolean {
  return changeLog.isForgotten({ address, order, tags: entry.tags })
}

/**
 * Reads the invalidations of all tabs. Afterwards ends the deletes that a page has left behind, and deletes the records that are no
 * longer needed.
 */
export async function loadScopes(
  entries: IDBObjectStore,
  connection: Pick<Connection, 'beginTransaction'>,
  changeLog: ChangeLog,
): Promise<void> {
  const scopes = await promisifyRequest<unknown[]>(entries.getAll(scopeRange()))
  for (const change of scopes.filter(isChange)) {
    if (change.type !== 'invalidate') continue
    changeLog.note(change)
    if (isOutdated(change) || 'isRunning' in change) void endScope(connection, change).catch(() => {})
  }
}

/** Deletes all entries under the base of an invalidation. */
export async function deleteUnder(
  { beginTransaction }: Pick<Connection, 'beginTransaction'>,
  change: ScopeChange,
): Promise<void> {
  const entries = await beginTransaction('readwrite')
  if (!entries) return
  for (const range of rangesOf(change.base ?? '')) entries.delete(range)
  entries.put(change, [scopeKeyOf(change)])
  await commit(entries.transaction)
}

/** Deletes all entries with one of the tags of an invalidation. */
export async function deleteTagged(
  connection: Pick<Connection, 'beginTransaction'>,
  change: ScopeChange,
): Promise<void> {
  const entries = await connection.beginTransaction('readwrite')
  if (!entries) return
  entries.put({ ...change, isRunning: true }, [scopeKeyOf(change)])
  await commit(entries.transaction)
  await endScope(connection, change)
}

/** Deletes what was stored before the invalidation. Others may have stored entries with these tags since. */
async function endScope(
  { beginTransaction }: Pick<Connection, 'beginTransaction'>,
  { isRunning: _, ...change }: ScopeChange & { readonly isRunning?: boolean },
): Promise<void> {
  const entries = await beginTransaction('readwrite')
  if (!entries) return
  const [later = [], ...tagged] = await Promise.all([
    promisifyRequest(entries.index('age').getAllKeys(IDBKeyRange.lowerBound([change.order]))),
    ...(change.tags ?? []).map((tag) => promisifyRequest(entries.index('tags').getAllKeys(tag))),
  ])
  const kept = new Set<unknown>(later)
  for (const name of tagged.flat()) if (!kept.has(name)) entries.delete(name)
  if (isOutdated(change)) entries.delete([scopeKeyOf(change)])
  else entries.put(change, [scopeKeyOf(change)])
  await commit(entries.transaction)
}

/** Returns the ranges of the names at `base` and under it. */
export function rangesOf(base: string): readonly IDBKeyRange[] {
  if (base === '') return [IDBKeyRange.bound('', [], false, true)] // every text, but no number and no list
  const under = /[/\\]$/.test(base) ? base : `${base}/`
  const next = under.slice(0, -1) + String.fromCharCode(under.charCodeAt(under.length - 1) + 1)
  return [IDBKeyRange.bound(base, `${base}\x01`, false, true), IDBKeyRange.bound(under, next, false, true)]
}
