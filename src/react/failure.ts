import type { Asked } from '../engine/asked.ts'
import type { Failure } from '../engine/engine.ts'
import type { Config } from './config.ts'

/** The error that stands in place of the data; after the dedupe window whoever shows the entry anew tries again. */
export function recentFailure(
  { face: { engine }, id }: Asked,
  { dedupingInterval }: Pick<Config, 'dedupingInterval'>,
): Failure | undefined {
  const failure = engine.failures.get(id)
  return failure && engine.clock.now() - failure.at < dedupingInterval ? failure : undefined
}
