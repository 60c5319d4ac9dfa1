// What could wait for ever, or not long enough: functions of the application, spans, clocks.
import { utimesSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cachetta, lookup, TimeoutError } from 'cachetta'
import { mapMembers, outcomeOf } from './outcome.mjs'

/** Options whose functions never answer, reject, throw or return nonsense. */
export async function hangingFunctions({ directory }) {
  const cache = new Cachetta({ path: `${directory}/hanging`, duration: '1h' })
  const functions = {
    never: () => new Promise(() => {}),
    rejects: async () => {
      throw new Error('rejected')
    },
    throws: () => {
      throw new Error('thrown')
    },
    nonsense: () => ({ soon: true }),
  }
  const found = {}
  const calls = ['condition', 'tags', 'duration', 'staleIfError', 'key', 'path'].flatMap((option) =>
    Object.entries(functions).map(async ([name, fn]) => {
      const subject = `${option} ${name}`
      const getUser = cache.at(subject)(async (id) => `user ${id}`, { [option]: fn })
      const outcome = String(await outcomeOf(() => getUser(1))).split(':')[0]
      const entry = option === 'key' || option === 'path' ? cache : cache.at(subject)
      found[subject] = [outcome, (await lookup(entry, 1)).hit]
    }),
  )
  await Promise.all(calls)
  return { found }
}

/** Sets the clock of this process. */
function setClock(getTime) {
  const { Date: RealDate } = globalThis
  globalThis.Date = class SetDate extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [getTime()] : given))
    }
    static now() {
      return getTime()
    }
  }
  return () => {
    globalThis.Date = RealDate
  }
}

/** A clock that a test or a container has set. */
export async function mockedClock({ directory }) {
  const hour = 3_600_000
  const times = { past: Date.UTC(2001, 1), future: Date.UTC(2099, 1), epoch: 1, now: Date.now() }
  const results = await mapMembers(times, async (time, name) => {
    let now = time
    const resetClock = setClock(() => now)
    let computed = 0
    const cache = new Cachetta({ path: `${directory}/${name}.json`, duration: '1h', staleIfError: '1d' })
    const get = cache(async () => {
      computed += 1
      return computed
    })
    const values = [await get(), await get()]
    now += hour / 2
    values.push(await get())
    const { age } = await cache.info()
    now += hour
    values.push(await get())
    utimesSync(cache.pathFor(), now / 1_000, (now - 2 * hour) / 1_000)
    values.push(await get(), await get())
    resetClock()
    return { values, age }
  })
  return { results }
}

/** Spans that no timer of the platform can wait for, and a clock that is set back. */
export async function longSpans({ directory }) {
  const spans = {
    infinite: Number.POSITIVE_INFINITY,
    weeks: '60d',
    aBitMore: 2 ** 31,
    largest: Number.MAX_SAFE_INTEGER,
  }
  const results = await mapMembers(spans, async (span, name) => {
    const cache = new Cachetta({
      path: `${directory}/${name}.json`,
      duration: span,
      staleDuration: span,
      staleIfError: span,
      lock: span,
      timeout: span,
    })
    const get = cache(async () => {
      await sleep(20)
      return 'value'
    })
    await get()
    const { expiresIn, stale, expired } = await cache.info()
    return [await get(), expiresIn > 2 ** 30, stale, expired]
  })
  const resetClock = setClock(() => 5)
  const hang = new Cachetta({ path: `${directory}/hang.json`, timeout: 50 })(() => new Promise(() => {}))
  const outcome = await hang().catch((error) => error instanceof TimeoutError)
  resetClock()
  return { results, outcome }
}
