import type { Emit } from './event.ts'

// Where there is no `node:diagnostics_channel`, nobody listens.

export const emit: Emit | undefined = undefined

export const isObserved = (): boolean => false
