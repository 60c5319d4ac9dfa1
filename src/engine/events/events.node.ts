import diagnostics from 'node:diagnostics_channel'
import type { ChangeSource } from './event.ts'
import type { EventChannel } from './events.ts'

/** `diagnostics_channel.subscribe('cachetta', listener)` receives every event of every cache in the process. */
export const eventChannel: EventChannel | undefined = diagnostics.channel('cachetta')

/** Who else changes a store that does not say it: another process with the same files. */
export const neighbour: ChangeSource = 'process'
