// The methods of `Persister`, for `persistQueryClient`. A save writes only the queries that have changed since the last one, each to
// its own entry. What belongs to no query, the paused mutations and the `buster`, has one entry beside them.

import { invalidate } from '../engine/change/invalidate.ts'
import { storeEntry } from '../engine/change/write.ts'
import { matchesVersion } from '../engine/request/policy.ts'
import type { EntryRequest } from '../engine/request/request.ts'
import { reportStoreFailure } from '../engine/store/guard-store.ts'
import { readEntry } from '../engine/store/stored-entry.ts'
import { idOf, internalKey } from '../key/address.ts'
import { matchesKey } from './match-query.ts'
import type { QueryEntries, StoredQuery } from './query-entries.ts'
import { deleteStored, toTarget, visitStored, writeQuery } from './query-entries.ts'
import type { QueryRecords } from './query-records.ts'
import type { RestoredQuery, RestoredQueryClient, SavedQueryClient } from './tanstack-types.ts'

/** What is saved of a client beside its queries. */
interface ClientRest {
  readonly buster: string
  readonly mutations: readonly object[]
}

/** Saves, restores and removes the queries and paused mutations of a client. */
export class SavedClient {
  readonly #entries: QueryEntries
  readonly #records: QueryRecords
  readonly #request: EntryRequest
  /** The latest state that came while another one was being saved. */
  #waiting: SavedQueryClient | undefined
  #saving: Promise<void> | undefined
  /** What was saved last. */
  #rest: ClientRest | undefined

  constructor(entries: QueryEntries, records: QueryRecords) {
    this.#entries = entries
    this.#records = records
    const { base, handle } = entries
    const address = { ...base, key: internalKey('client of', 'TanStack Query') }
    this.#request = { address, id: idOf(address), memory: undefined, policy: handle.policy }
  }

  /** While one state is being saved, of those that come only the latest is saved next. Never rejects. */
  save(saved: SavedQueryClient): Promise<void> {
    this.#waiting = saved
    this.#saving ??= this.#saveWaiting()
    return this.#saving
  }

  async #saveWaiting(): Promise<void> {
    while (this.#waiting) {
      const { buster, clientState } = this.#waiting
      this.#waiting = undefined
      await Promise.all([this.#saveQueries(clientState), this.#saveRest({ buster, mutations: clientState.mutations })])
    }
    this.#saving = undefined
  }

  async #saveQueries({ queries }: SavedQueryClient['clientState']): Promise<void> {
    const changed = queries.filter(
      (query) =>
        query.state.status === 'success' &&
        query.state.data !== undefined &&
        this.#records.hasChanged(query) &&
        matchesKey(this.#entries.settings.filters, query),
    )
    for (const query of changed) this.#records.note(query)
    await Promise.all(
      changed.map(({ state: { data, dataUpdatedAt: updatedAt, isInvalidated: isStale }, ...name }) =>
        writeQuery(this.#entries, toTarget(this.#entries, name), { data, isStale, updatedAt }),
      ),
    )
  }

  async #saveRest(rest: ClientRest): Promise<void> {
    const { engine } = this.#entries
    if (!this.#request.policy.write || (this.#rest && isSameRest(this.#rest, rest))) return
    this.#rest = rest
    const { address, policy } = this.#request
    const { version } = policy
    const entry = { key: address.key, storedAt: engine.clock.now(), tags: [], value: rest }
    try {
      await storeEntry(engine, this.#request, version === undefined ? entry : { ...entry, version })
    } catch (error) {
      reportStoreFailure(engine, 'write', address, error)
    }
  }

  /** Resolves with `undefined` if there is nothing to restore, or the store failed. Never rejects. */
  async restore(): Promise<RestoredQueryClient | undefined> {
    const { engine } = this.#entries
    const { address, policy } = this.#request
    const entry = policy.read ? await readEntry(engine, address, policy.types) : undefined
    if (entry === undefined) return undefined
    const { buster = '', mutations = [] }: Partial<ClientRest> = matchesVersion(entry, policy)
      ? Object(entry.value)
      : {}
    const queries: RestoredQuery[] = []
    await visitStored(this.#entries, this.#entries.settings.filters, (stored) => {
      const query = toRestoredQuery(stored, engine.clock.now())
      this.#records.note(query)
      queries.push(query)
    })
    if (queries.length === 0 && mutations.length === 0) return undefined
    const clientState = { queries, mutations: mutations as never[] } // what `dehydrate` has returned
    return { timestamp: engine.clock.now(), buster, clientState }
  }

  async remove(): Promise<void> {
    this.#records.clear()
    this.#rest = undefined
    await Promise.all([deleteStored(this.#entries, {}), invalidate(this.#entries.engine, this.#request.address)])
  }
}

/** A mutation gets another object as `state` with each change. */
function isSameRest(one: ClientRest, other: ClientRest): boolean {
  const isSameMutation = (mutation: object, index: number) =>
    Reflect.get(mutation, 'state') === Reflect.get(Object(other.mutations[index]), 'state')
  return (
    one.buster === other.buster &&
    one.mutations.length === other.mutations.length &&
    one.mutations.every(isSameMutation)
  )
}

function toRestoredQuery({ data, isStale, name, updatedAt }: StoredQuery, dehydratedAt: number): RestoredQuery {
  const { pageParams, pages }: { pageParams?: unknown; pages?: unknown } = Object(data)
  return {
    ...name,
    dehydratedAt,
    ...(Array.isArray(pageParams) && Array.isArray(pages) && { queryType: 'infinite' }),
    state: {
      data,
      dataUpdateCount: 1,
      dataUpdatedAt: updatedAt,
      error: null,
      errorUpdateCount: 0,
      errorUpdatedAt: 0,
      fetchFailureCount: 0,
      fetchFailureReason: null,
      fetchMeta: null,
      isInvalidated: isStale,
      status: 'success',
      fetchStatus: 'idle',
    },
  }
}
