// The modification time of an entry's file. A write sets it to the instant when the value was stored, by the clock of this process.
// That clock may differ from the clock of the file system: tests replace it, and a file server has its own. If the file kept the
// time that the system gave it, every entry would look too old, or from the future. A later `touch`, and a copy, show as another
// time.

/** Some file systems hold no time before 1970, or after January 2038. */
const minFileDate = 0
const maxFileDate = (2 ** 31 - 1) * 1_000

/** Returns the modification time for the file of an entry, in epoch milliseconds. */
export function toFileDate(storedAt: number): number {
  return Math.floor(Math.min(Math.max(storedAt, minFileDate), maxFileDate))
}

/** Returns when the medium wrote an entry: `storedAt` unless something has changed the modification time since. */
export function toDatedAt(storedAt: number, modifiedAt: number): number {
  const fileDate = Math.floor(modifiedAt)
  return fileDate === toFileDate(storedAt) ? storedAt : fileDate
}
