import { Cachetta, memoryStore, mutate, subscribe } from 'cachetta'
import { compare } from '../measure.mjs'
import { createUser } from '../values.mjs'

/** Up to this ratio the time counts as the same, as in scaling.mjs. */
const bar = 1.5

export const subscribersOfOne = {
  name: 'subscribers',
  work: 'an update, per subscriber',
  run: () =>
    compareSubscribers('update, for each subscriber', (count) => ({
      keys: Array.from({ length: count }, () => 1),
      worksPerRun: count,
    })),
}

export const subscribersOfOthers = {
  name: 'subscribers-of-others',
  work: 'an update beside other entries with subscribers',
  run: () =>
    compareSubscribers('update beside other entries', (count) => ({
      keys: Array.from({ length: count }, (_, id) => id),
      worksPerRun: 1,
    })),
}

async function compareSubscribers(work, getSizes) {
  const sizes = [100, 10_000]
  const [few, many] = sizes.map((count) => createUpdates(count, getSizes(count)))
  const comparison = { ...(await compare(many, few)), bar }
  const points = [
    [sizes[0], comparison.theirs],
    [sizes[1], comparison.ours],
  ]
  return { comparisons: [comparison], growth: [{ work, of: 'subscribers', library: 'Cachetta', points }] }
}

function createUpdates(count, { keys, worksPerRun }) {
  const cache = new Cachetta({ path: 'users', store: memoryStore() })
  let calls = 0
  for (const key of keys) {
    subscribe(cache, ['user', key], () => {
      calls += 1
    })
  }
  return {
    name: `${count} subscribers`,
    worksPerRun,
    async run(times) {
      for (let time = 0; time < times; time++) {
        await mutate(cache, ['user', 1], { ...createUser(1), score: calls }, { revalidate: false })
      }
    },
  }
}
