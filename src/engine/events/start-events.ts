import type { Engine } from '../engine.ts'

/** For platforms without `node:diagnostics_channel`: a page that never calls `subscribeEvents` has no code of events. */
export function startEventsAtOnce(_engine: Engine): void {}
