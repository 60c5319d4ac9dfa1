import type { Address } from '../../key/address.ts'

/**
 * A message of the diagnostics channel `cachetta` of Node: what happened to an entry.
 * @example
 * ```ts
 * import { subscribe } from 'node:diagnostics_channel'
 * import type { CacheEvent } from 'cachetta'
 *
 * subscribe('cachetta', (message) => {
 *   const { type, path, key } = message as CacheEvent
 *   console.log(type, path, key)
 * })
 * ```
 */
export interface CacheEvent {
  /**
   * - `hit`, `stale`: a value was served from `source`
   * - `miss`: neither memory nor store had an entry young enough
   * - `shared`: a call joined a computation in flight
   * - `adopted`: another process had computed the value meanwhile, and it was taken from the store
   * - `computed`, `failed`: the function ran
   * - `stored`, `refused`, `discarded`: the value was kept; was not (`condition`, `schema`, type); was superseded
   * - `rescued`: the function failed, and the old value was served (`staleIfError`)
   * - `invalidated`: the entry was forgotten
   * - `trouble`: the store failed, or held an entry that is damaged or does not match the schema
   */
  readonly type:
    | 'hit'
    | 'stale'
    | 'miss'
    | 'shared'
    | 'adopted'
    | 'computed'
    | 'failed'
    | 'stored'
    | 'refused'
    | 'discarded'
    | 'rescued'
    | 'invalidated'
    | 'trouble'
  /** The path of the entry's address. */
  readonly path: string
  /** The canonical text of the arguments. */
  readonly key: string
  /** Where the value was found. Only `hit` and `stale` have it. */
  readonly source?: 'memory' | 'store'
  /** Milliseconds since the value was stored. Only `hit` and `stale` have it. */
  readonly age?: number
  /** How long the function ran, in milliseconds. Only `computed` and `failed` have it. */
  readonly elapsed?: number
  /** True if nobody waited for the computation: a revalidation of a stale entry. */
  readonly background?: boolean
  /** What was thrown. Only `failed`, `rescued` and `trouble` have it. */
  readonly error?: unknown
}

export type EventDetails = Omit<CacheEvent, 'type' | 'path' | 'key'>

/**
 * Publishes an event. Call it as `emit?.(…)`: without a channel it is `undefined`, and a bundler removes the call with its
 * arguments.
 */
export type Emit = (type: CacheEvent['type'], address: Address, details?: EventDetails) => void
