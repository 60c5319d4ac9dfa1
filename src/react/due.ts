import type { Asked } from '../engine/asked.ts'
import { isRecent } from '../engine/demand.ts'
import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import { runnable } from './fetch-job.ts'
import { fallbackFor } from './snapshot.ts'
import type { Wanted } from './wanted.ts'

/** How the hook comes to show the entry. */
export interface Coming {
  /** The component is mounting; otherwise its key has changed. */
  readonly isFirst: boolean
  /** Others show the entry and its error, and it is for them to try again. */
  readonly isLeftToOthers: boolean
}

/** Does showing this entry for the first time ask for a fetch? */
export function isDue(asked: Asked, wanted: Wanted, known: Remembered | undefined, coming: Coming): boolean {
  const { config } = wanted
  if (!runnable(asked, wanted) || config.isPaused() || coming.isLeftToOthers) return false
  if (known?.isPreloaded || isWaitedFor(asked, wanted, known)) return false
  return isWanted(asked, wanted, known, coming) && !isRecent(asked.face.engine, asked, config.dedupingInterval)
}

function isWanted(asked: Asked, { config }: Wanted, known: Remembered | undefined, { isFirst }: Coming): boolean {
  if (isFirst && config.revalidateOnMount !== undefined) return config.revalidateOnMount
  if (known?.isOutdated || (known === undefined && fallbackFor(asked, config) === undefined)) return true
  return isOld(asked, known) && config.revalidateIfStale !== false && config.isOnline()
}

/** A component that was suspended until the answer came does not ask the same again when it is mounted at last. */
function isWaitedFor({ face }: Asked, { config }: Wanted, known: Remembered | undefined): boolean {
  const isNew = known !== undefined && face.engine.clock.now() - known.entry.storedAt < config.dedupingInterval
  return config.suspense === true && isNew && known.requestedAt !== undefined && !known.isOutdated
}

/** Is it anything but fresh, by what its reader takes for fresh? */
export function isOld({ face, policy }: Asked, known: Remembered | undefined): boolean {
  return known?.isOutdated === true || judge(known?.entry ?? null, policy, face.engine.clock.now()) !== 'fresh'
}
