import type { Duration } from '../entry/duration.ts'
import { isDuration, parseDuration } from '../entry/duration.ts'
import type { AcceptedOptions } from '../store/check-options.ts'
import { checkOptions } from '../store/check-options.ts'
import type { QueryFilters } from './match-query.ts'

/** The options of `cachettaPersister`. */
export interface CachettaPersisterOptions {
  /**
   * Stored data that is older is not restored. A number means milliseconds.
   * @default what the cache allows: its `duration` and `staleDuration`, 7 days if it was given neither
   */
  readonly maxAge?: Duration
  /**
   * `true` fetches a restored query if its data is stale by the `staleTime` of the query or by the `duration` of the cache, `'always'`
   * in any case, `false` never.
   * @default true
   */
  readonly refetchOnRestore?: boolean | 'always'
  /** Which queries are persisted. @default all */
  readonly filters?: QueryFilters
  /**
   * `false` persists nothing. A server renders pages of many users, so it must not keep their data.
   * @default true where there is a `window`: in browsers and React Native
   */
  readonly enabled?: boolean
}

/** The options after parsing. */
export interface PersisterSettings {
  /** In milliseconds. */
  readonly maxAge: number
  readonly refetchOnRestore: boolean | 'always'
  readonly filters: QueryFilters
  readonly isEnabled: boolean
}

const accepted: AcceptedOptions<CachettaPersisterOptions> = {
  maxAge: (value) => (isDuration(value) ? undefined : 'milliseconds or a text like "7d"'),
  refetchOnRestore: (value) => (typeof value === 'boolean' || value === 'always' ? undefined : 'a boolean or "always"'),
  filters: (value) => (typeof value === 'object' && value !== null ? undefined : 'an object of filters'),
  enabled: (value) => (typeof value === 'boolean' ? undefined : 'a boolean'),
}

const acceptedFilters: AcceptedOptions<QueryFilters> = {
  queryKey: (value) => (Array.isArray(value) ? undefined : 'a query key'),
  exact: (value) => (typeof value === 'boolean' ? undefined : 'a boolean'),
  predicate: (value) => (typeof value === 'function' ? undefined : 'a function'),
}

/** Throws `InvalidOptionError` for an unknown option, and for a value that an option does not accept. */
export function parsePersisterOptions(options: CachettaPersisterOptions): PersisterSettings {
  checkOptions('cachettaPersister', options, accepted)
  const { enabled, filters = {}, maxAge = Number.POSITIVE_INFINITY, refetchOnRestore = true } = options
  checkOptions('filters', filters, acceptedFilters)
  return {
    maxAge: parseDuration(maxAge, 'maxAge'),
    refetchOnRestore,
    filters,
    isEnabled: enabled ?? Reflect.has(globalThis, 'window'),
  }
}
