// Removes many files, each with one call. A disk that has written a file out needs about 80 µs to remove it, and one that has not
// needs 7. Several threads at once remove slow files in a third of the time, but a call on a thread takes this thread about 30 µs.
// So the time of the calls decides where they run.

import type { Work } from '../../sync-or-async.ts'
import { step } from '../../sync-or-async.ts'
import { fs } from './process.ts'

/** Removes a file. Gives false if that failed, for whatever reason. Gives a promise while a thread does it. */
export type Unlink = (path: string) => boolean | Promise<boolean>

const slowAverageMs = 0.04

/** The average is one of about this many calls on this thread. A call counts as at most `maxCountedMs`. */
const averagedCalls = 8
const maxCountedMs = 1

/**
 * So many files go to the threads before this thread tries one again. It is twice as many after each try that is slow, up to a limit:
 * a try may wait for the disk, and nothing else runs on this thread meanwhile.
 */
const filesOnThreads = 256
const maxFilesOnThreads = 8_192

// The function of the platform, even while a test replaces it: this is about the machine, and not about the age of entries.
const now = performance.now.bind(performance)

/** For a synchronous caller, the function never gives a promise. */
export function createUnlink(): Work<Unlink> {
  return step<Unlink>(() => unlinkHere, createMeasuredUnlink)
}

function createMeasuredUnlink(): Unlink {
  let averageMs = 0
  let leftForThreads = 0
  let nextForThreads = filesOnThreads
  return (path) => {
    if (leftForThreads > 0) {
      leftForThreads--
      return unlinkOnThread(path)
    }
    const startedAt = now()
    const isRemoved = unlinkHere(path)
    const ms = now() - startedAt
    averageMs += (Math.min(ms, maxCountedMs) - averageMs) / averagedCalls
    if (averageMs > slowAverageMs) leftForThreads = nextForThreads
    nextForThreads = ms > slowAverageMs ? Math.min(2 * nextForThreads, maxFilesOnThreads) : filesOnThreads
    return isRemoved
  }
}

function unlinkHere(path: string): boolean {
  try {
    fs.unlinkSync(path)
    return true
  } catch {
    return false
  }
}

function unlinkOnThread(path: string): Promise<boolean> {
  return new Promise((resolve) => fs.unlink(path, (error) => resolve(!error)))
}
