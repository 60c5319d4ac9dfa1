import type { PersistableQuery, QueryName } from './tanstack-types.ts'

/** Filters by key, with the meaning that they have in TanStack Query. */
export interface KeyFilters {
  /** Matches queries whose key begins with it. */
  readonly queryKey?: readonly unknown[]
  /** True: matches only the query with this very key. */
  readonly exact?: boolean
}

/** Filters of queries, with the meaning that they have in TanStack Query. */
export interface QueryFilters extends KeyFilters {
  /** Is asked about each query that the other filters match. */
  predicate?(query: PersistableQuery): boolean
}

/** True if the key of a query passes the filters. */
export function matchesKey({ exact, queryKey }: KeyFilters, name: QueryName): boolean {
  if (queryKey === undefined) return true
  return isPartOf(queryKey, name.queryKey) && (!exact || isPartOf(name.queryKey, queryKey))
}

/** True if a query passes the filters. */
export function matchesQuery(filters: QueryFilters, query: PersistableQuery): boolean {
  return matchesKey(filters, query) && filters.predicate?.(query) !== false
}

/** True if `part` equals `whole`, or `whole` has more members. Compares what JSON keeps of a key. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === whole) return true
  if (!isContainer(part) || !isContainer(whole) || Array.isArray(part) !== Array.isArray(whole)) return false
  return Object.entries(part).every(
    ([name, member]) => (member === undefined && !Array.isArray(part)) || isPartOf(member, Reflect.get(whole, name)),
  )
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
