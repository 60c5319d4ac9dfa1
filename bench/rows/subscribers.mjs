import { Cachetta, memoryStore, mutate, subscribe } from 'cachetta'
import { compare } from '../measure.mjs'
import { user } from '../values.mjs'

/** Called flat, as among entries on disk. */
const flat = 1.5

export const subscribersOfOne = {
  name: 'subscribers',
  work: 'an update, for each of its subscribers',
  run: () => compareSubscribers((count) => ({ keys: Array.from({ length: count }, () => 1), per: count })),
}

export const subscribersOfOthers = {
  name: 'subscribers-of-others',
  work: 'an update among entries with subscribers',
  run: () => compareSubscribers((count) => ({ keys: Array.from({ length: count }, (_, id) => id), per: 1 })),
}

async function compareSubscribers(sized) {
  const [few, many] = [100, 10_000].map((count) => updates(count, sized(count)))
  return [{ ...(await compare(many, few)), bar: flat }]
}

function updates(count, { keys, per }) {
  const cache = new Cachetta({ path: 'users', store: memoryStore() })
  let heard = 0
  for (const key of keys) {
    subscribe(cache, ['user', key], () => {
      heard += 1
    })
  }
  return {
    name: `${count} subscribers`,
    per,
    async run(times) {
      for (let time = 0; time < times; time++) {
        await mutate(cache, ['user', 1], { ...user(1), score: heard }, { revalidate: false })
      }
    },
  }
}
