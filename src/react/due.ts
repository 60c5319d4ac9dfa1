import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import { fallbackFor } from './snapshot.ts'
import type { Wanted } from './wanted.ts'
import { isFetchable } from './wanted.ts'

/** Does showing this entry for the first time ask for a fetch? `isFirst`: the component is mounting, not changing its key. */
export function isDue(wanted: Wanted, known: Remembered | undefined, isFirst: boolean): boolean {
  if (!isFetchable(wanted) || known?.isPreloaded || isRecent(wanted, known)) return false
  const { isOnline, revalidateIfStale, revalidateOnMount } = wanted.config
  if (isFirst && revalidateOnMount !== undefined) return revalidateOnMount
  if (known?.isOutdated || (known === undefined && fallbackFor(wanted) === undefined)) return true
  return isOld(wanted, known) && revalidateIfStale !== false && isOnline()
}

/** Did the last request begin just now? A component that was suspended until the answer came counts from the answer. */
function isRecent({ config, face }: Wanted, known: Remembered | undefined): boolean {
  if (known?.requestedAt === undefined || known.isOutdated) return false
  const since = config.suspense ? known.entry.storedAt : known.requestedAt
  return face.engine.clock.now() - since < config.dedupingInterval
}

/** Is it anything but fresh, by what its reader takes for fresh? */
export function isOld({ face, policy }: Wanted, known: Remembered | undefined): boolean {
  return known?.isOutdated === true || judge(known?.entry, policy, face.engine.clock.now()) !== 'fresh'
}
