import { invalidate } from '../engine/change/invalidate.ts'
import type { ChangeReason } from '../engine/events/reasons.ts'
import { peekAny } from '../engine/memory/peek.ts'
import { listen } from '../engine/slot/listen.ts'
import type { ChangeKind } from '../engine/slot/slot.ts'
import { matchesQuery } from './match-query.ts'
import type { QueryEntries, QueryTarget, StoredQuery } from './query-entries.ts'
import { readChanged, toStoredQuery, toTarget, writeQuery } from './query-entries.ts'
import type { QueryRecords } from './query-records.ts'
import type { PersistableClient, PersistableQuery, QueryEvent } from './tanstack-types.ts'

/**
 * Keeps the queries of a client and their entries equal while both live:
 *
 *     the client sets or invalidates data            the entry is written
 *     the client resets a query                      the entry is deleted
 *     another tab, a hook or `mutate` writes         the query gets the newer data
 *     an entry is deleted, for example at a logout   the query is reset, and fetched if a component shows it
 *
 * A query that the client removes stays in the store, because a client removes what was not shown for its `gcTime`, too.
 */
export class ClientFollower {
  readonly #entries: QueryEntries
  readonly #records: QueryRecords
  readonly #client: PersistableClient
  readonly #persister: unknown
  /** Stops listening to the entry of a query. */
  readonly #stops = new Map<PersistableQuery, () => void>()
  /** How many changes of a query go on that the client itself makes. Their entries bring nothing new. */
  readonly #ownChanges = new Map<PersistableQuery, number>()
  readonly #unsubscribe: () => void
  /** True: follows the queries without this persister, too. */
  #followsAll = false
  #isApplying = false

  constructor(entries: QueryEntries, records: QueryRecords, client: PersistableClient, persister: unknown) {
    this.#entries = entries
    this.#records = records
    this.#client = client
    this.#persister = persister
    this.#unsubscribe = client.getQueryCache().subscribe((event) => this.#onEvent(event))
  }

  /** Follows all queries of the client that match the filters. */
  followAll(): void {
    this.#followsAll = true
    for (const query of this.#client.getQueryCache().getAll()) this.#onEvent({ type: 'added', query })
  }

  stop(): void {
    this.#unsubscribe()
    for (const stop of this.#stops.values()) stop()
    this.#stops.clear()
  }

  /** Listens to the entry of a query. */
  follow(query: PersistableQuery): void {
    if (this.#stops.has(query)) return
    const target = toTarget(this.#entries, query)
    const stop = listen(this.#entries.engine, target, (...change) => this.#onEntryChange(query, target, ...change))
    this.#stops.set(query, stop)
  }

  /** Marks a change that the client itself makes. Returns a function that ends it. */
  startOwnChange(query: PersistableQuery): () => void {
    const own = this.#ownChanges
    own.set(query, (own.get(query) ?? 0) + 1)
    return () => {
      const rest = (own.get(query) ?? 0) - 1
      if (rest > 0) own.set(query, rest)
      else own.delete(query)
    }
  }

  /** Changes a query to what its entry says. The entry is not written for that. */
  apply(change: () => unknown): void {
    const wasApplying = this.#isApplying
    this.#isApplying = true
    try {
      change()
    } finally {
      this.#isApplying = wasApplying
    }
  }

  #onEvent({ action, query, type }: QueryEvent): void {
    if (type === 'removed') {
      this.#stops.get(query)?.()
      this.#stops.delete(query)
    }
    if ((type !== 'added' && type !== 'updated') || !this.#isOwn(query)) return
    this.follow(query)
    const isKnown = this.#isApplying || this.#isFetched(query, action) || Object(action).type === 'error'
    if (query.state.data === undefined) this.#onEmpty(query, isKnown)
    else if (isKnown) this.#records.note(query)
    else if (this.#records.hasChanged(query)) this.#write(query)
  }

  #isOwn(query: PersistableQuery): boolean {
    const { filters } = this.#entries.settings
    const isFollowed = this.#followsAll || query.options.persister === this.#persister || this.#stops.has(query)
    return isFollowed && matchesQuery(filters, query)
  }

  /** True if the persister has fetched the data, which it stores itself, or has restored it. */
  #isFetched({ options }: PersistableQuery, action: unknown): boolean {
    const { manual, type }: { manual?: unknown; type?: unknown } = Object(action)
    return type === 'success' && !manual && options.persister === this.#persister
  }

  /** A query without data that had data was reset. A fetch must not find the old data in the store. */
  #onEmpty(query: PersistableQuery, isKnown: boolean): void {
    if (!this.#records.has(query)) return
    this.#records.delete(query)
    if (isKnown) return
    const { address } = toTarget(this.#entries, query)
    const end = this.startOwnChange(query)
    void invalidate(this.#entries.engine, address).finally(end)
  }

  #write(query: PersistableQuery): void {
    this.#records.note(query)
    const { data, dataUpdatedAt: updatedAt, isInvalidated: isStale } = query.state
    const end = this.startOwnChange(query)
    void writeQuery(this.#entries, toTarget(this.#entries, query), { data, isStale, updatedAt }).finally(end)
  }

  #onEntryChange(query: PersistableQuery, target: QueryTarget, change: ChangeKind, reason?: ChangeReason): unknown {
    if (change === 'external') return this.#onExternalChange(query, target)
    if (this.#ownChanges.has(query)) return
    if (change === 'changed') {
      const entry = peekAny(this.#entries.engine, target)?.entry
      if (entry) this.#adopt(query, toStoredQuery(this.#entries, target, entry))
      else if (reason === 'invalidation') this.#reset(query)
    }
    const isMutated = change === 'refetch' && (reason === 'mutate' || reason === 'mutation')
    return isMutated ? this.#client.invalidateQueries({ predicate: (each) => each === query }) : undefined
  }

  async #onExternalChange(query: PersistableQuery, target: QueryTarget): Promise<void> {
    const stored = await readChanged(this.#entries, target)
    if (!this.#stops.has(query)) return
    if (stored) this.#adopt(query, stored)
    else if (stored === null && this.#records.has(query)) this.#reset(query)
  }

  #adopt(query: PersistableQuery, stored: StoredQuery | undefined): void {
    if (!stored || stored.updatedAt < query.state.dataUpdatedAt) return
    this.apply(() => {
      const { data, isStale, updatedAt } = stored
      if (updatedAt > query.state.dataUpdatedAt) query.setData(data, { updatedAt, manual: true })
      if (isStale) query.invalidate()
    })
  }

  #reset(query: PersistableQuery): void {
    this.apply(() => void this.#client.resetQueries({ predicate: (each) => each === query }))
  }
}
