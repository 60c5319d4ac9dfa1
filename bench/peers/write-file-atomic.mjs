import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Waits for no fsync, which nobody else here does. */
export function disk(directory) {
  mkdirSync(directory, { recursive: true })
  return {
    write: (id, value) => writeFileAtomic(join(directory, `user-${id}.json`), JSON.stringify(value), { fsync: false }),
  }
}
