// Noise of the machine outlives a batch of a few milliseconds, so that two batches side by side have the same of it: each
// ratio is of one pair, the order turns in every round, and the median leaves out the rounds where something came between.
//
//   round 1   |-Cachetta-|--other--|
//   round 2                         |--other--|-Cachetta-|
//   round 3                                               |-Cachetta-|--other--|

/** A candidate does its work `count` times: `{ name, run(count) }`; with `per`, one run counts for so many pieces of work. */

/** Measures two candidates against each other. Times are nanoseconds for one piece of work. */
export async function compare(ours, theirs, { rounds = 25, span = 20 } = {}) {
  const pair = [await prepared(ours, span), await prepared(theirs, span)]
  for (let round = 0; round < rounds; round++) {
    for (const each of round % 2 === 0 ? pair : pair.toReversed()) each.times.push(await timeOf(each, each.count))
  }
  const [mine, other] = pair.map(({ times }) => times)
  return compareTimes(theirs.name, mine, other)
}

/** The same of times that were taken elsewhere, in pairs, in nanoseconds. */
export function compareTimes(against, mine, other) {
  return {
    against,
    ours: median(mine),
    theirs: median(other),
    ratio: median(mine.map((time, round) => time / other[round])),
    difference: median(mine.map((time, round) => time - other[round])),
  }
}

export function median(figures) {
  const sorted = figures.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Finds how often the work fits into `span` milliseconds, and has it compiled on the way. */
async function prepared(candidate, span) {
  const end = performance.now() + 10 * span
  let count = 1
  let time = await timeOf(candidate, count)
  while (performance.now() < end) {
    count = Math.max(1, Math.min(count * 4, Math.round((span * 1e6) / (time * (candidate.per ?? 1)))))
    time = await timeOf(candidate, count)
  }
  return { ...candidate, count, times: [] }
}

async function timeOf({ run, per = 1 }, count) {
  const start = process.hrtime.bigint()
  await run(count)
  return Number(process.hrtime.bigint() - start) / (count * per)
}
