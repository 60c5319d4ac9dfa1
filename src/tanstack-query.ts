export {
  type CachettaPersister,
  cachettaPersister,
  type PersisterFunction,
} from './tanstack-query/cachetta-persister.ts'
export type { KeyFilters, QueryFilters } from './tanstack-query/match-query.ts'
export type { CachettaPersisterOptions } from './tanstack-query/options.ts'
export type {
  PersistableClient,
  PersistableQuery,
  QueryEvent,
  QueryName,
  QueryStateParts,
  RestoredQuery,
  RestoredQueryClient,
  SavedQueryClient,
} from './tanstack-query/tanstack-types.ts'
