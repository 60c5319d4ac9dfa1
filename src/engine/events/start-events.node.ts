import type { Engine } from '../engine.ts'
import { startEvents } from './create-emit.ts'

/** Anyone in the process may listen to the channel of events, so an engine emits from its beginning. */
export function startEventsAtOnce(engine: Engine): void {
  startEvents(engine)
}
