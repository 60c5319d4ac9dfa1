import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'

/** Does not wait for `fsync`, because no other library here does. */
export function createDisk(directory) {
  mkdirSync(directory, { recursive: true })
  return {
    write: (id, value) => writeFileAtomic(join(directory, `user-${id}.json`), JSON.stringify(value), { fsync: false }),
  }
}
