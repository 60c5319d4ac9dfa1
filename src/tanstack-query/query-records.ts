import type { QueryName, QueryStateParts } from './tanstack-types.ts'

type Recorded = Pick<QueryStateParts, 'dataUpdateCount' | 'dataUpdatedAt' | 'isInvalidated'>

/** A query and its state, of a client or as `dehydrate` returns it. */
export type RecordedQuery = Pick<QueryName, 'queryHash'> & { readonly state: Readonly<Recorded> }

/** The state in which each query was last read, written or fetched, so that only changed queries are written. */
export class QueryRecords {
  readonly #records = new Map<string, Recorded>()

  has({ queryHash }: RecordedQuery): boolean {
    return this.#records.has(queryHash)
  }

  hasChanged({ queryHash, state }: RecordedQuery): boolean {
    const known = this.#records.get(queryHash)
    return (
      known === undefined ||
      known.dataUpdatedAt !== state.dataUpdatedAt ||
      known.dataUpdateCount !== state.dataUpdateCount ||
      known.isInvalidated !== state.isInvalidated
    )
  }

  note({ queryHash, state }: RecordedQuery): void {
    const { dataUpdateCount, dataUpdatedAt, isInvalidated } = state
    this.#records.set(queryHash, { dataUpdateCount, dataUpdatedAt, isInvalidated })
  }

  delete({ queryHash }: Pick<RecordedQuery, 'queryHash'>): void {
    this.#records.delete(queryHash)
  }

  clear(): void {
    this.#records.clear()
  }
}
