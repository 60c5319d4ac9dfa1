// Writes, replaces and deletes entries in a directory until it is killed. Prints a line after each round.
import { Cachetta, writeCache } from 'cachetta'

const [, , directory] = process.argv
const cache = new Cachetta({ path: `${directory}/users.json` })
const compute = cache.at('slow.json')(async (round) => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return round
})

for (let round = 0; ; round += 1) {
  const writes = Array.from({ length: 20 }, (_, key) => writeCache(cache, { round, text: 'x'.repeat(20_000) }, key))
  await Promise.all([...writes, compute(round % 10)])
  await Promise.all([cache.invalidate(round % 20), compute.invalidate(round % 10)])
  console.log('round')
}
