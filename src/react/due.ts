import { isRecent } from '../engine/demand.ts'
import type { Remembered } from '../engine/memory.ts'
import { judge } from '../engine/policy.ts'
import { fallbackFor } from './snapshot.ts'
import type { Wanted } from './wanted.ts'
import { isFetchable } from './wanted.ts'

/** Does showing this entry for the first time ask for a fetch? `isFirst`: the component is mounting, not changing its key. */
export function isDue(wanted: Wanted, known: Remembered | undefined, isFirst: boolean): boolean {
  if (!isFetchable(wanted) || known?.isPreloaded || isWaitedFor(wanted, known)) return false
  return isAskedFor(wanted, known, isFirst) && !isRecent(wanted.face.engine, wanted, wanted.config.dedupingInterval)
}

function isAskedFor(wanted: Wanted, known: Remembered | undefined, isFirst: boolean): boolean {
  const { isOnline, revalidateIfStale, revalidateOnMount } = wanted.config
  if (isFirst && revalidateOnMount !== undefined) return revalidateOnMount
  if (known?.isOutdated || (known === undefined && fallbackFor(wanted) === undefined)) return true
  return isOld(wanted, known) && revalidateIfStale !== false && isOnline()
}

/** A component that was suspended until the answer came does not ask the same again when it is mounted at last. */
function isWaitedFor({ config, face }: Wanted, known: Remembered | undefined): boolean {
  const isNew = known !== undefined && face.engine.clock.now() - known.entry.storedAt < config.dedupingInterval
  return config.suspense === true && isNew && known.requestedAt !== undefined && !known.isOutdated
}

/** Is it anything but fresh, by what its reader takes for fresh? */
export function isOld({ face, policy }: Wanted, known: Remembered | undefined): boolean {
  return known?.isOutdated === true || judge(known?.entry ?? null, policy, face.engine.clock.now()) !== 'fresh'
}
