// node read-only-disk.mjs <JSON>: calls a cached function twice, and prints where its entry is.
import process from 'node:process'
import { Cachetta, setLogger } from '../../../../.cache/modules/index.js'

const { path, paths = [path], user } = JSON.parse(process.argv[2])
if (user !== undefined) process.setuid(user)
const lines = []
const write = (line) => void lines.push(line)
setLogger({ debug: () => {}, info: write, warn: write, error: write })
let computations = 0
const places = []
for (const each of paths) {
  const cache = new Cachetta({ path: each, duration: '1h' })
  const cached = cache(() => {
    computations += 1
    return 'computed'
  })
  await cached()
  await cached()
  places.push(cache.pathFor())
}
process.stdout.write(`${JSON.stringify({ places, computations, lines })}\n`)
