// Prunes the cache in a directory, in which everything has expired. Prints the number of deleted entries, or of the listed ones.
//   node prune.mjs <directory> [stopAt]   prints a line after so many entries, and waits to be killed
import process from 'node:process'
import { Cachetta, fileStore } from 'cachetta'

const [, , directory, stopAt] = process.argv
const files = fileStore()
let shown = 0
const store = {
  ...files,
  deleteWhere(base, matches, visit) {
    const matchesAndStops = (entry) => {
      shown += 1
      if (String(shown) === stopAt) {
        process.stdout.write('stopped\n')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      }
      return matches(entry)
    }
    return files.deleteWhere(base, matchesAndStops, visit)
  },
}
const cache = new Cachetta({ path: directory, store, duration: 0 })

let listed = 0
if (stopAt === undefined) for await (const _ of cache.entries()) listed += 1
process.stdout.write(`listed ${listed}\n`)
process.stdout.write(`deleted ${await cache.prune()}\n`)
