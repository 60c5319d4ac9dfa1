import { resolve } from 'node:path'
import { isSiblingOf } from '../../../key/file-name.ts'
import { isOrphan, isTemporary } from '../entries/temporary-name.ts'
import { bury } from '../lock/lock.ts'
import { isClaimName, isLockName } from '../lock/lock-file.ts'
import type { Search, Work } from '../system/sync-or-async.ts'
import { sift } from '../system/sync-or-async.ts'
import { remove, stat } from '../system/system-calls.ts'
import type { FoundFile } from './walk.ts'
import { filesAround } from './walk.ts'

/** Removes what crashes left beside `base` and under it. Finds nothing. */
export function sweepAt(base: string): Search<null> {
  return sift(filesAround(base), function* (file) {
    try {
      yield* clear(base, file)
    } catch {
      // Gone already, or not ours to remove.
    }
    return null
  })
}

function* clear(base: string, { name, path, isBeside }: FoundFile): Work<void> {
  const file = resolve(path)
  if (isTemporary(name)) {
    const { mtimeMs } = yield* stat(file)
    if (isOrphan(name, mtimeMs, Date.now())) yield* remove(file)
    return
  }
  const entry = entryNameOf(name)
  if (entry !== undefined && (!isBeside || isSiblingOf(base, entry))) yield* bury(file)
}

/** The name of the entry that a lock or a claim belongs to. */
function entryNameOf(name: string): string | undefined {
  if (isLockName(name)) return name.slice(0, -'.lock'.length)
  return isClaimName(name) ? name.slice(0, name.lastIndexOf('.lock.')) : undefined
}
