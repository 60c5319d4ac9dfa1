import { isAbsolute, resolve } from 'node:path'
import { StoreError } from '../../../errors.ts'
import type { ReportError } from '../../reports.ts'
import { process } from './process.ts'
import { createMover } from './read-only-disk.ts'

/** Makes the paths of caches absolute and writable. */
export interface PathResolvers {
  /** Creates a function that makes a relative path absolute, from the directory in which the process works now. */
  createPathResolver(): (path: string) => string
  /** Takes the function that tells once of paths on a disk that is read-only. */
  wake(reportError?: ReportError): void
}

/** Paths on a disk that is read-only are moved to the temporary folder (read-only-disk.ts). */
export function createPathResolvers(): PathResolvers {
  const move = createMover()
  let moved: StoreError | undefined
  let report: ReportError | undefined
  let isTold = false
  const tell = (): void => {
    if (isTold || !moved || !report) return
    isTold = true
    report(moved)
  }
  return {
    createPathResolver() {
      const toAbsolute = createAbsolutePaths()
      return (path) => {
        const absolute = toAbsolute(path)
        const writable = move(absolute)
        if (writable !== absolute && !moved) {
          moved = new StoreError('STORE', `the disk of ${absolute} is read-only, so its entries are in ${writable}`)
          tell()
        }
        return writable
      }
    },
    wake(reportError) {
      report = reportError
      tell()
    },
  }
}

/** Creates a function that makes a relative path absolute, from the directory in which the process works now. */
export function createAbsolutePaths(): (path: string) => string {
  const directory = tryGetWorkingDirectory()
  return (path) => (directory === undefined || isAbsolute(path) ? path : resolve(directory, path))
}

/** A process whose directory was deleted works in none. */
function tryGetWorkingDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
