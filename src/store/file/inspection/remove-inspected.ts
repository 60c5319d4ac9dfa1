import { resolve } from 'node:path'
import { withErrorContext } from '../../error-context.ts'
import type { Work } from '../../sync-or-async.ts'
import { briefStep } from '../../sync-or-async.ts'
import { isLockName } from '../lock/holder-name.ts'
import { removeDeadLock } from '../lock/lock.ts'
import { removeAbandoned } from '../lookup/sweep.ts'
import { isNotFound } from '../system/errors.ts'
import { fs } from '../system/process.ts'
import { exists } from '../system/system-calls.ts'
import type { InspectedFile } from './inspected-file.ts'

/** Deletes a file that `inspectFiles` found, unless it has changed since. Returns true if this call has deleted it. */
export function* removeInspected(found: InspectedFile): Work<boolean> {
  const file = resolve(found.path)
  if (found.kind === 'foreign' || found.kind === 'unreadable' || found.kind === 'running') return false
  const work = found.kind === 'abandoned' ? removeLeftover(file) : removeUnchanged(file, found)
  try {
    return yield* withErrorContext('delete', file, work)
  } catch (error) {
    if (isNotFound(Object(error).cause)) return false
    throw error
  }
}

/** Looks at the file again, because its process may have started again. */
function* removeLeftover(file: string): Work<boolean> {
  yield* isLockName(file.slice(file.search(/[^/\\]*$/))) ? removeDeadLock(file) : removeAbandoned(file)
  return !(yield* exists(file))
}

/**
 * Compares and deletes the file in one step, so that no write of this process comes between. A write of another process in these
 * microseconds loses its entry, as in any delete.
 */
function removeUnchanged(file: string, { size, modifiedAt }: InspectedFile): Work<boolean> {
  const remove = (): boolean => {
    const stats = fs.lstatSync(file)
    if (!stats.isFile() || stats.size !== size || stats.mtimeMs !== modifiedAt) return false
    fs.unlinkSync(file)
    return true
  }
  return briefStep(remove, async () => remove())
}
