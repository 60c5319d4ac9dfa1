import { startBrowser } from '../browser.mjs'
import { compareTimes, isQuick, limitRounds, median } from '../measure.mjs'
import { findInstalled } from '../peers.mjs'
import { createUser } from '../values.mjs'

const packages = { 'tanstack-blob': '@tanstack/query-async-storage-persister' }
const names = { 'tanstack-blob': 'TanStack Query, one blob' }
const updateCount = 100
const few = 100
const many = isQuick ? 200 : 5_000
const rounds = 7

/** Up to this ratio the time counts as the same, as in scaling.mjs. */
const bar = 1.5

export const updatesScaling = {
  name: 'updates',
  work: `${updateCount} updates with more entries in IndexedDB`,
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = await openFilledPages(browser)
      await updateInTurn(all)
      return { comparisons: createComparisons(all), growth: createGrowth(all) }
    } finally {
      await browser.close()
    }
  },
}

async function openFilledPages(browser) {
  const entries = { Cachetta: 'pages/cachetta-updates.mjs' }
  for (const name of findInstalled(packages)) entries[name] = `peers/${name}-updates.mjs`
  const all = []
  for (const [name, entry] of Object.entries(entries)) {
    for (const size of [few, many]) all.push({ name, size, page: await openFilledPage(browser, entry, size) })
  }
  return all
}

/** The page is loaded again after it was filled: a library that loads all entries has them now. */
async function openFilledPage(browser, entry, size) {
  const page = await browser.openPage(entry)
  const users = Array.from({ length: size }, (_, id) => createUser(id))
  await page.evaluate((users) => globalThis.bench.fill(users), users)
  await page.waitForTimeout(1_000) // for writes that run after the fill
  await page.reload()
  await page.waitForTimeout(1_000) // for reads of all entries
  return page
}

/** The results of the first round are dropped. Brings each page to the front, because a hidden page has slower timers. */
async function updateInTurn(all) {
  for (const each of all) Object.assign(each, { times: [], longTasks: 0 })
  for (let round = -1; round < limitRounds(rounds); round++) {
    for (const each of round % 2 === 0 ? all : all.toReversed()) {
      const users = Array.from({ length: updateCount }, (_, id) => ({ ...createUser(id), score: round }))
      await each.page.bringToFront()
      const { ms, longTasks } = await each.page.evaluate((users) => globalThis.bench.update(users), users)
      if (round < 0) continue
      each.times.push((ms * 1e6) / updateCount)
      each.longTasks += longTasks
    }
  }
}

function createComparisons([withFew, withMany, ...others]) {
  const otherWithMany = others.filter(({ size }) => size === many)
  const updates = `${many.toLocaleString('en')} entries`
  return [
    { ...compareTimes(`${updates}, against ${few} entries`, withMany.times, withFew.times), bar },
    ...otherWithMany.map(({ name, times }) =>
      compareTimes(`${name}, ${updates}, which does not wait for the write`, withMany.times, times),
    ),
    ...[...otherWithMany, withFew].map(({ name, size, longTasks }) => ({
      against: `tasks of 50 ms or more, ${name}, ${size.toLocaleString('en')} entries`,
      ours: withMany.longTasks,
      theirs: longTasks,
      max: 0,
    })),
  ]
}

/** A line for each library, from few to many entries. */
function createGrowth(all) {
  return [...new Set(all.map(({ name }) => name))].map((name) => ({
    work: 'update of a stored entry in a page',
    of: 'entries',
    library: names[name] ?? name,
    points: all.filter((each) => each.name === name).map(({ size, times }) => [size, median(times)]),
  }))
}
