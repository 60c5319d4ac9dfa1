// Writes an entry into a directory with more entries than the limit. Prints how many are left.
//   node --stack-size=100 evict.mjs <directory> <limit>   with a small stack, a call takes fewer arguments
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { builtInTypes, fileStore } from 'cachetta'

const [, , directory, limit] = process.argv
const store = fileStore({ maxEntries: Number(limit) })
// Not through a cache, which would wait five seconds at most.
await store.set(
  { path: `${directory}/new.json`, key: '', exact: false },
  { key: '', storedAt: Date.now(), tags: [], value: 'new' },
  builtInTypes,
)
process.stdout.write(`left ${readdirSync(directory).length}\n`)
