import { channel } from '#channel'
import type { Address } from '../key/address.ts'

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

type Details = Omit<CacheEvent, 'type' | 'path' | 'key'>

/** Does anybody listen? */
export function isObserved(): boolean {
  return channel.hasSubscribers
}

/** Tells the channel, at the price of one comparison while nobody listens. */
export function emit(type: CacheEvent['type'], address: Address, details?: Details): void {
  if (!channel.hasSubscribers) return
  const event: CacheEvent = { type, path: address.path, key: address.key, ...details }
  channel.publish(event)
}
