import diagnostics from 'node:diagnostics_channel'
import type { CacheEvent, Emit } from './event.ts'

/** `diagnostics_channel.subscribe('cachetta', listener)` receives every event of every cache in the process. */
const channel = diagnostics.channel('cachetta')

/** Costs one comparison while nobody listens. */
export const emit: Emit | undefined = (type, { key, path }, details) => {
  if (!channel.hasSubscribers) return
  const event: CacheEvent = { type, path, key, ...details }
  channel.publish(event)
}

export const isObserved = (): boolean => channel.hasSubscribers
