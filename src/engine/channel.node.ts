import diagnostics from 'node:diagnostics_channel'
import type { Channel } from './channel.ts'

/** `diagnostics_channel.subscribe('cachetta', listener)` sees every event of every cache in the process. */
export const channel: Channel = diagnostics.channel('cachetta')
