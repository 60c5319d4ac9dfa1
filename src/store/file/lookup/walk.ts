import type { Dir } from 'node:fs'
import { basename, resolve } from 'node:path'
import { failure, isMissing } from '../system/errors.ts'
import type { Search, Work } from '../system/sync-or-async.ts'
import { closeDirectory, nextIn, openDirectory } from '../system/system-calls.ts'

export interface FoundFile {
  readonly name: string
  /** Written as the base is: with `./` where the base has it. */
  readonly path: string
  /** True in the base's own directory, where strangers live, too; false under the base. */
  readonly isBeside: boolean
}

/** Finds the files beside `base`, and all files under it, one directory after another and none of them as a whole. */
export function* filesAround(base: string): Search<FoundFile> {
  const path = withoutTrailingSeparators(base)
  yield* filesIn(path.slice(0, path.length - basename(path).length), true)
  yield* filesUnder(`${path}/`)
}

/** Finds all files in `directory` and in what it contains. Links are not followed. */
export function* filesUnder(directory: string): Search<FoundFile> {
  const directories = [directory]
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    yield* filesIn(next, false, (below) => directories.push(below))
  }
}

export function* filesIn(directory: string, isBeside: boolean, descend?: (below: string) => void): Search<FoundFile> {
  const open = yield* openIfThere(directory)
  if (open === null) return
  try {
    for (let found = yield* nextIn(open); found !== null; found = yield* nextIn(open)) {
      const path = `${directory}${found.name}`
      if (found.isFile()) yield { found: { name: found.name, path, isBeside } }
      else if (found.isDirectory()) descend?.(`${path}/`)
    }
  } finally {
    yield* closeDirectory(open)
  }
}

function* openIfThere(directory: string): Work<Dir | null> {
  const path = resolve(directory)
  try {
    return yield* openDirectory(path)
  } catch (cause) {
    if (isMissing(cause)) return null
    throw failure('list', path, cause)
  }
}

function withoutTrailingSeparators(path: string): string {
  return path.replace(/(?<=[^/\\])[/\\]+$/, '')
}
