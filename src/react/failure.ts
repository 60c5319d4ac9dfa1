import type { Asked } from '../engine/asked.ts'
import type { Failure } from '../engine/engine.ts'
import type { Config } from './config.ts'

/** It has to be shown at least, or a component that waits would ask for ever. */
const SHOWN_FOR = 500

/**
 * The error that stands in place of the data. After the dedupe window whoever shows the entry anew tries again; the page of a
 * server never does.
 */
export function recentFailure(
  { face: { engine }, id }: Asked,
  { dedupingInterval }: Pick<Config, 'dedupingInterval'>,
): Failure | undefined {
  const failure = engine.failures.get(id)
  const isOld = failure && !engine.page && engine.clock.now() - failure.at >= Math.max(dedupingInterval, SHOWN_FOR)
  return isOld ? undefined : failure
}
