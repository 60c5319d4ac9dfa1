// Writes an entry into a directory with more entries than the limit. Prints how many are left.
//   node --stack-size=100 evict.mjs <directory> <limit>   with a small stack, a call takes fewer arguments
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { Cachetta, fileStore, writeCache } from 'cachetta'

const [, , directory, limit] = process.argv
const store = fileStore({ maxEntries: Number(limit) })
await writeCache(new Cachetta({ path: `${directory}/new.json`, store }), 'new')
process.stdout.write(`left ${readdirSync(directory).length}\n`)
