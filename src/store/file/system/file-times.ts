import type { Work } from '../../sync-or-async.ts'
import { futimes } from './system-calls.ts'

/**
 * Sets the times of an open file, in epoch milliseconds, so that a file that has replaced this one meanwhile keeps its own times.
 * The system takes seconds as a fraction and cuts it to microseconds. Without the added half microsecond, a modification time that
 * was read and set again would lose one. Does nothing if the file belongs to another user, or the disk is read-only.
 */
export function* trySetTimes(fd: number, accessedAt: number, modifiedAt: number): Work<void> {
  try {
    yield* futimes(fd, accessedAt / 1_000, (modifiedAt + 0.0005) / 1_000)
  } catch {
    // Eviction does not see this use, and the age counts from the time that the system gave the file.
  }
}
