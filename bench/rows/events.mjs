import { Cachetta, memoryStore, subscribeEvents } from 'cachetta'
import { compare } from '../measure.mjs'

const entryCount = 100

/** The calls of a cache that someone listened to, and of one that nobody ever listened to, take the same time. */
const bar = 1.1

export const events = {
  name: 'events',
  work: 'hot hit of a cached function after a listener of its events has left',
  run: async () => [
    {
      ...(await compare(
        createHits('left', hearBriefly),
        createHits('no listener', () => {}),
      )),
      bar,
    },
  ],
}

export const eventsHeard = {
  name: 'events-heard',
  work: 'hot hit of a cached function while a listener counts its events',
  withoutBar: 'Who listens pays for it. The row shows how much.',
  run: async () => [
    await compare(
      createHits('a listener', hear),
      createHits('no listener', () => {}),
    ),
  ],
}

function hearBriefly(cache) {
  subscribeEvents(cache, () => {})()
}

function hear(cache) {
  const counts = { events: 0 }
  subscribeEvents(cache, () => {
    counts.events += 1
  })
}

function createHits(name, prepare) {
  const cache = new Cachetta({ path: 'users', store: memoryStore(), lruSize: 2 * entryCount })
  const cached = cache(async (id) => ({ id }))
  prepare(cache)
  return {
    name,
    async run(count) {
      for (let index = 0; index < count; index++) await cached(index % entryCount)
    },
  }
}
