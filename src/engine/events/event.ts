import type { Address } from '../../key/address.ts'

/**
 * What happened to an entry. One message on the diagnostics channel `cachetta` per event:
 * - `hit`, `stale`: answered from `source`, the value being `age` ms old
 * - `miss`: neither memory nor store had an answer young enough
 * - `shared`: a call joined a computation that already ran here
 * - `adopted`: another process computed meanwhile; its value was taken from the store
 * - `computed`, `failed`: the function ran for `elapsed` ms
 * - `stored`, `refused`, `discarded`: the value was kept; was not (condition, unsafe type); lost to a later write or invalidation
 * - `rescued`: the function failed and the old value answered (`staleIfError`)
 * - `invalidated`: the entry was forgotten
 * - `trouble`: the store failed or held a damaged entry
 */
export interface CacheEvent {
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
  readonly path: string
  readonly key: string
  readonly source?: 'memory' | 'store'
  readonly age?: number
  readonly elapsed?: number
  readonly background?: boolean
  readonly error?: unknown
}

export type EventDetails = Omit<CacheEvent, 'type' | 'path' | 'key'>

/**
 * Tells the channel. Called as `emit?.(…)`: where there is no channel it is `undefined`, and a bundler drops the call with all
 * its arguments.
 */
export type Emit = (type: CacheEvent['type'], address: Address, details?: EventDetails) => void
