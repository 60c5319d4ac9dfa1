import type { KnownChange } from '../store.ts'
import type { OrderedEntry } from './change-log.ts'
import { promisifyRequest, scopeRange } from './connection.ts'
import type { EvictedRecord, LimitedConnection } from './eviction.ts'
import { commit, evictQuarter, reportEvicted, whenCommitted } from './eviction.ts'
import type { EntryRecord } from './record.ts'
import { isChange } from './tabs/channel.ts'

/** One write of an entry. */
export interface EntryWrite extends OrderedEntry {
  readonly order: number
  /** `null` deletes the entry. */
  readonly record: EntryRecord | null
  /** True once a later change has won. */
  isWithdrawn?: boolean
}

type NamedWrite = readonly [name: string, write: EntryWrite]

/** Returns the writes of a batch by the names of their entries, without those that a later write has replaced since. */
export type GetBatch = () => readonly NamedWrite[]

/**
 * Commits a batch. `opened` is the object store of the first attempt's transaction. Never rejects. Resolves to `false` if the
 * database fails; the writes then stay pending.
 *
 *   the quota is reached    evict the oldest entries; write again, until the batch fits. If that is in vain, put them back
 *   first other failure     close the connection; write again
 *   any further failure     divide the batch, the small records first, until a write that fails is alone
 *   one write alone         report its error, and delete its entry, so that no older value stays in its place
 *   that delete, too        report the database; end
 *
 *     a b c d e f g h    ✗
 *     a b c d            ✓
 *     e f g h            ✗
 *     e f                ✓
 *     g h                ✗
 *     g                  ✗ reported and deleted
 *     h                  ✓
 */
export async function commitBatch(
  connection: LimitedConnection,
  getBatch: GetBatch,
  opened: IDBObjectStore,
  withdraw: (change: KnownChange) => void,
): Promise<boolean> {
  return commitPart({ connection, withdraw, hasReopened: false }, getBatch, opened)
}

/** What the attempts of one batch have found out. */
interface CommitState {
  readonly connection: LimitedConnection
  /** Withdraws the writes that began before a change. */
  withdraw(change: KnownChange): void
  hasReopened: boolean
  /** A record of this size was too large for the quota, although everything else had made way. Larger ones are not tried. */
  tooLarge?: { readonly size: number; readonly error: unknown }
}

async function commitPart(state: CommitState, getPart: GetBatch, opened?: IDBObjectStore): Promise<boolean> {
  const { connection } = state
  const evicted: EvictedRecord[] = []
  const recover = createRecovery(state, evicted)
  let entries = opened ?? (await connection.beginTransaction('readwrite'))
  while (entries) {
    const part = getPart()
    try {
      connection.uncountedBytes += await commitInOrder(state, entries, getPart)
      reportUntried(state, part)
      reportEvicted(connection, evicted)
      return true
    } catch (error) {
      if (!(await recover(error, part))) return divide(state, getPart, error)
      entries = await connection.beginTransaction('readwrite')
    }
  }
  return false
}

/** Reports the records that were not tried, because a smaller one was too large for the quota. */
function reportUntried({ connection, tooLarge }: CommitState, part: readonly NamedWrite[]): void {
  for (const [, { address, record }] of part) {
    if (tooLarge && record && !isTried(record, tooLarge.size)) connection.reportError(tooLarge.error, address)
  }
}

/** Commits the halves of a part that has failed, each by itself. */
async function divide(state: CommitState, getPart: GetBatch, error: unknown): Promise<boolean> {
  const part = [...getPart()].sort((one, other) => sizeOfWrite(one) - sizeOfWrite(other))
  const [first, ...others] = part
  if (!first) return true
  if (others.length === 0) return refuse(state, getPart, first, error)
  const names = new Set(part.slice(0, part.length / 2).map(([name]) => name))
  const isCommitted = await commitPart(state, () => getPart().filter(([name]) => names.has(name)))
  return isCommitted && commitPart(state, () => getPart().filter(([name]) => !names.has(name)))
}

/** The one write of `getPart` has failed. */
async function refuse(
  { connection }: CommitState,
  getPart: GetBatch,
  [, { address, record }]: NamedWrite,
  error: unknown,
): Promise<boolean> {
  const entries = record ? await connection.beginTransaction('readwrite') : undefined
  try {
    if (entries) await commitWrites(entries, getPart(), 0)
  } catch {
    connection.reportError(error)
    return false
  }
  connection.reportError(error, entries && address)
  return entries !== undefined
}

function sizeOfWrite([, { record }]: NamedWrite): number {
  return record?.size ?? 0
}

/** Resolves to `true` if another attempt may help. */
type Recover = (error: unknown, part: readonly NamedWrite[]) => Promise<boolean>

/** `evicted` holds what has made way for the batch. */
function createRecovery(state: CommitState, evicted: EvictedRecord[]): Recover {
  const { connection } = state
  return async (error, part) => {
    const tried = part.filter(([, { record }]) => record && isTried(record, state.tooLarge?.size))
    const largest = tried.map(sizeOfWrite).reduce((one, other) => Math.max(one, other), 0)
    if (largest > 0 && Object(error).name === 'QuotaExceededError') {
      if (await evictQuarter(connection, largest, evicted)) return true
      await putBack(connection, evicted)
      evicted.length = 0
      if (part.length === 1) state.tooLarge = { size: largest, error }
      return false
    }
    if (state.hasReopened) return false
    state.hasReopened = true
    connection.close() // Safari loses connections without an event: https://bugs.webkit.org/show_bug.cgi?id=197050
    return true
  }
}

/** An eviction in vain must not cost any entry. */
async function putBack(connection: LimitedConnection, evicted: readonly EvictedRecord[]): Promise<void> {
  const entries = evicted.length > 0 && (await connection.beginTransaction('readwrite'))
  if (entries) await commitWrites(entries, evicted).catch(connection.reportError)
}

function isTried({ size }: EntryRecord, tooLarge = Number.POSITIVE_INFINITY): boolean {
  return size < tooLarge
}

/**
 * Writes a batch without the writes that lost: those that began before an invalidation, or before what another tab has written
 * meanwhile. A batch with such a write is aborted, and written again without it. A page that leaves cannot wait for an answer: the
 * browser then drops a transaction that still reads. So what it writes is not checked:
 *
 *     the usual case    |-find newer, put a b-|-commit-|
 *     a is newer        |-find newer, put a b-|-abort-|   |-read a-|-put b-|-commit-|
 *     the page leaves   |-find newer, put a b-|-abort-|   |-put a b-|-commit-|
 */
async function commitInOrder(state: CommitState, opened: IDBObjectStore, getBatch: GetBatch): Promise<number> {
  const { connection, tooLarge, withdraw } = state
  const { transaction } = opened
  const batch = getBatch()
  if (connection.isHurried) return commitWrites(opened, batch, tooLarge?.size)
  const committed = whenCommitted(transaction)
  const finding = findNewer(opened, batch).catch(() => undefined) // the transaction has failed
  const bytes = putAll(opened, batch, tooLarge?.size)
  connection.checking = transaction
  const newer = await finding
  if (connection.checking === transaction) connection.checking = undefined
  newer?.scopes.forEach(withdraw)
  const remaining = new Set(getBatch())
  const hasLost = newer?.rivals.length || batch.some((each) => !remaining.has(each))
  if (!hasLost || !tryEnd(transaction, 'abort')) {
    tryEnd(transaction, 'commit')
    await committed
    return bytes
  }
  const entries = await connection.beginTransaction('readwrite')
  if (!entries) throw transaction.error
  for (const [name, { address }] of newer?.rivals ?? []) {
    const known = await promisifyRequest<EntryRecord | undefined>(entries.get(name))
    withdraw({ type: 'set', address, order: known?.order })
  }
  return commitWrites(entries, getBatch(), tooLarge?.size)
}

/** Finds invalidations, and the writes of the batch whose entries were written since the oldest of them began. */
async function findNewer(
  entries: IDBObjectStore,
  batch: readonly NamedWrite[],
): Promise<{ readonly scopes: readonly KnownChange[]; readonly rivals: readonly NamedWrite[] }> {
  const oldest = Math.floor(Math.min(...batch.map(([, { order }]) => order)))
  const [scopes, names] = await Promise.all([
    promisifyRequest<unknown[]>(entries.getAll(scopeRange())),
    promisifyRequest(entries.index('age').getAllKeys(IDBKeyRange.lowerBound([oldest - 1]))),
  ])
  const found = new Set<unknown>(names)
  return { scopes: scopes.filter(isChange), rivals: batch.filter(([name]) => found.has(name)) }
}

/** Aborts a batch that is still checked. Returns false if there is none. */
export function abortCheck({ checking }: LimitedConnection): boolean {
  return checking !== undefined && tryEnd(checking, 'abort')
}

/** Returns false for a transaction that has ended. */
function tryEnd(transaction: IDBTransaction, end: 'abort' | 'commit'): boolean {
  try {
    transaction[end]()
    return true
  } catch {
    return false
  }
}

async function commitWrites(entries: IDBObjectStore, batch: Batch, tooLarge?: number): Promise<number> {
  const bytes = putAll(entries, batch, tooLarge)
  await commit(entries.transaction)
  return bytes
}

type Batch = readonly (readonly [name: IDBValidKey, write: Pick<EntryWrite, 'record'>])[]

/** Puts the records below the size `tooLarge`, and deletes the other entries. Returns the number of bytes that it puts. */
function putAll(entries: IDBObjectStore, batch: Batch, tooLarge?: number): number {
  let bytes = 0
  for (const [name, { record }] of batch) {
    if (record && isTried(record, tooLarge)) {
      entries.put(record, name)
      bytes += record.size
    } else entries.delete(name)
  }
  return bytes
}
