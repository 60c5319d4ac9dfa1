import type { CacheEvent, ChangeSource } from './event.ts'

// For platforms without `node:diagnostics_channel`. There an engine has no `emit` until `subscribeEvents` is called.

/** The part of `node:diagnostics_channel` that events use. */
export interface EventChannel {
  readonly hasSubscribers: boolean
  publish(event: CacheEvent): void
}

/** Undefined on platforms without `node:diagnostics_channel`. A bundler removes what depends on it. */
export const eventChannel: EventChannel | undefined = undefined

/** Who else changes a store that does not say it: only tabs of one origin share one. */
export const neighbour: ChangeSource = 'tab'
