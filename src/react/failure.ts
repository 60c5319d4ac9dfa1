import type { Asked } from '../engine/asked.ts'
import type { Failure } from '../engine/engine.ts'
import type { Config } from './config.ts'

/**
 * The error that stands in place of the data. After the dedupe window whoever shows the entry anew tries again; the page of a
 * server never does.
 */
export function recentFailure(
  { face: { engine }, id }: Asked,
  { dedupingInterval }: Pick<Config, 'dedupingInterval'>,
): Failure | undefined {
  const failure = engine.failures.get(id)
  const isOld = failure && !engine.page && engine.clock.now() - failure.at >= dedupingInterval
  return isOld ? undefined : failure
}
