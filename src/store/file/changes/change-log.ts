// The log of changes: one file in which processes tell each other what they have changed. A line is the changes of one call, with
// the id of the store that made them. A process appends the line after it has changed the entry. A process with memory
// in front of its store reads the new lines.
//
//     process A   |-writes the entry-|-appends a line-|
//     process B                                        |-is woken-|-reads the line-|-forgets what memory has-|
//
// Only a listener creates the log, so nobody writes one that nobody reads. Over a megabyte, the next writer removes it. A listener
// that finds another log than the one it reads, or none, cannot know what it has missed. It says `missed`, and memory is checked.
// A line that is appended to a removed log gets lost. Its process has changed the entry before that, and the listener says `missed` after
// that, so memory is checked when the change is there.

import { isAddress } from '../../../key/address.ts'
import type { Change } from '../../store.ts'
import type { Work } from '../../sync-or-async.ts'
import { createFile, tryRemoveFile, withDirectory } from '../entries/write-atomically.ts'
import { codeOf, isNotFound } from '../system/errors.ts'
import { appendExisting, close, fstat, open, openToRead, withDescriptor, write } from '../system/system-calls.ts'

/** A longer log is removed, so that it does not fill the disk. */
const MAX_LOG_BYTES = 1_000_000

/** A line with more changes, or with long keys, says only that some were missed. */
export const MAX_CHANGES = 1_000
const MAX_LINE_BYTES = 64_000

/** Tells other processes of changes that have been made. Never throws. */
export type Announce = (changes: readonly Change[]) => Work<void>

/** `origin` names the store, so that it does not hear itself. */
export function createAnnounce(file: string, origin: string): Announce {
  return function* (changes) {
    if (changes.length === 0) return
    try {
      yield* withDescriptor(() => appendLine(file, encodeChanges(origin, changes)))
    } catch (error) {
      // A full disk lets files be removed. Those who read this one then know that they have missed something.
      if (!isNotFound(error)) yield* tryRemoveFile(file)
    }
  }
}

function* appendLine(file: string, line: string): Work<void> {
  const fd = yield* open(file, appendExisting)
  try {
    yield* write(fd, line)
    const { size } = yield* fstat(fd)
    if (size > MAX_LOG_BYTES) yield* tryRemoveFile(file)
  } finally {
    yield* close(fd)
  }
}

/** Opens the log to read it, and creates it if there is none. On a disk that is read-only here, others may have created it. */
export function* openLog(file: string): Work<number> {
  let failure: unknown
  try {
    yield* withDirectory(file, () => createFile(file, '', false))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') failure = error
  }
  try {
    return yield* openToRead(file)
  } catch (error) {
    throw failure ?? error
  }
}

const MISSED: readonly Change[] = [{ type: 'missed' }]

function encodeChanges(origin: string, changes: readonly Change[]): string {
  const told = changes.length > MAX_CHANGES ? MISSED : changes
  const line = `${JSON.stringify([origin, told])}\n`
  return line.length > MAX_LINE_BYTES ? `${JSON.stringify([origin, MISSED])}\n` : line
}

/** Reads a line. Of a line that is none, for example one of a process that was killed, it is unknown what it should have told. */
export function decodeChanges(line: string): readonly [origin: unknown, changes: readonly Change[]] {
  try {
    const [origin, changes]: readonly unknown[] = JSON.parse(line)
    if (Array.isArray(changes) && changes.every(isChange)) return [origin, changes]
  } catch {
    // The line says nothing.
  }
  return [undefined, MISSED]
}

function isChange(value: unknown): value is Change {
  const { address, type }: Partial<Change> = Object(value)
  return type === 'invalidate' || type === 'missed' || ((type === 'set' || type === 'delete') && isAddress(address))
}
