// The speed of a machine changes more slowly than a batch of a few milliseconds runs. So two batches side by side run at the same
// speed. Each ratio compares one such pair, the order changes in every round, and the median ignores disturbed rounds.
//
//   round 1   |-Cachetta-|--other--|
//   round 2                         |--other--|-Cachetta-|
//   round 3                                               |-Cachetta-|--other--|

/** With `--quick` a row does as little as it can. */
export const isQuick = process.env.CACHETTA_BENCH_QUICK === '1'

/** The number of rounds of a row that measures by itself. */
export function limitRounds(rounds) {
  return isQuick ? Math.min(rounds, 2) : rounds
}

/**
 * A candidate is `{ name, run(count) }`; `run` does the work `count` times. With `worksPerRun`, each of these times does
 * that many pieces of work.
 */

/** Measures two candidates against each other. The times are nanoseconds for one piece of work. */
export async function compare(ours, theirs, { rounds = 25, batchMs = 20 } = {}) {
  const filledMs = isQuick ? 1 : batchMs
  const pair = [await warmUp(ours, filledMs), await warmUp(theirs, filledMs)]
  for (let round = 0; round < limitRounds(rounds); round++) {
    for (const each of round % 2 === 0 ? pair : pair.toReversed()) each.times.push(await measureTime(each, each.count))
  }
  const [ourTimes, theirTimes] = pair.map(({ times }) => times)
  return compareTimes(theirs.name, ourTimes, theirTimes)
}

/** Compares times that were measured elsewhere, in pairs, in nanoseconds. */
export function compareTimes(against, ourTimes, theirTimes) {
  return {
    against,
    ours: median(ourTimes),
    theirs: median(theirTimes),
    ratio: median(ourTimes.map((time, round) => time / theirTimes[round])),
    difference: median(ourTimes.map((time, round) => time - theirTimes[round])),
  }
}

export function median(numbers) {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Runs the work until V8 has compiled it, and finds the count that fills a batch of `batchMs` milliseconds. */
async function warmUp(candidate, batchMs) {
  const end = performance.now() + 10 * batchMs
  let count = 1
  let time = await measureTime(candidate, count)
  while (performance.now() < end) {
    count = Math.max(1, Math.min(count * 4, Math.round((batchMs * 1e6) / (time * (candidate.worksPerRun ?? 1)))))
    time = await measureTime(candidate, count)
  }
  return { ...candidate, count, times: [] }
}

async function measureTime({ run, worksPerRun = 1 }, count) {
  const start = process.hrtime.bigint()
  await run(count)
  return Number(process.hrtime.bigint() - start) / (count * worksPerRun)
}
