import type { Asked } from '../engine/asked.ts'
import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import { runnable } from './fetch-job.ts'
import { fallbackFor } from './snapshot.ts'
import type { Wanted } from './wanted.ts'

/** Does showing this entry for the first time ask for a fetch? */
export function isDue(asked: Asked, wanted: Wanted, known: Remembered | undefined): boolean {
  const { config } = wanted
  if (!runnable(asked, wanted) || config.isPaused()) return false
  if (config.revalidateOnMount !== undefined) return config.revalidateOnMount
  if (known === undefined && fallbackFor(asked, config) === undefined) return !isBeingRetried(asked)
  if (known?.isOutdated) return true
  if (known?.isPreloaded) return false
  return isToBeRevalidated(asked, known) && config.revalidateIfStale !== false && config.isOnline()
}

function isToBeRevalidated({ face, policy }: Asked, known: Remembered | undefined): boolean {
  return judge(known?.entry ?? null, policy, face.engine.clock.now()) !== 'fresh'
}

/** Others show the entry and its error, and it is for them to try again. */
function isBeingRetried({ face: { engine }, id }: Asked): boolean {
  const others = engine.slots.peek(id)?.listeners.size ?? 0
  return others > 1 && engine.memories.failureOf(id) !== undefined
}
