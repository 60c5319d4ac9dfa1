import type { Failure } from '../engine/engine.ts'
import type { Wanted } from './wanted.ts'

/** It has to be shown at least, or a component that waits would ask for ever. */
const SHOWN_FOR = 500

/**
 * The error that stands in place of the data. After the dedupe window whoever shows the entry anew tries again; the page of a
 * server never does.
 */
export function recentFailure({ config, face: { engine }, id }: Wanted): Failure | undefined {
  const failure = engine.failures.get(id)
  if (!failure || engine.page) return failure
  return engine.clock.now() - failure.at < Math.max(config.dedupingInterval, SHOWN_FOR) ? failure : undefined
}
