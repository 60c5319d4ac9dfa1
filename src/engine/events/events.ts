import type { Emit } from './event.ts'

// For platforms without `node:diagnostics_channel`: nobody can listen.

export const emit: Emit | undefined = undefined

export const isObserved = (): boolean => false
