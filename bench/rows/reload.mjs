import { startBrowser } from '../browser.mjs'
import { compareTimes, isQuick, limitRounds, median } from '../measure.mjs'
import { findInstalled } from '../peers.mjs'
import { createUser } from '../values.mjs'

const packages = {
  'tanstack-persister': '@tanstack/react-query-persist-client',
  'tanstack-blob-reload': '@tanstack/query-async-storage-persister',
}
const names = {
  'tanstack-persister': 'TanStack Query, one item per query',
  'tanstack-blob-reload': 'TanStack Query, one blob',
}
/** Of the persister that reads as many entries as a page shows, as Cachetta does. */
const bars = { 'tanstack-persister': 0.8 }
const aim = 0.5
const sizes = [10, isQuick ? 100 : 10_000]
const rounds = 15

/** Up to this ratio the time counts as the same, as in scaling.mjs. */
const scalingBar = 1.5

const reason = `Both wait for two trips to the database, to open it and to read the record. Cachetta opens it while the script still runs,
and loads the invalidations of other tabs beside the first read.`

export const reload = {
  name: 'reload',
  work: 'first data after a reload, from IndexedDB',
  reasons: Object.fromEntries(sizes.map((size) => [`tanstack-persister, ${size} entries`, reason])),
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = await openFilledPages(browser)
      await reloadInTurn(all)
      return { comparisons: createComparisons(all), growth: createGrowth(all) }
    } finally {
      await browser.close()
    }
  },
}

async function openFilledPages(browser) {
  const entries = { Cachetta: 'pages/cachetta-reload.mjs' }
  for (const name of findInstalled(packages)) entries[name] = `peers/${name}.mjs`
  const all = []
  for (const [name, entry] of Object.entries(entries)) {
    for (const size of sizes) all.push({ name, size, page: await openFilledPage(browser, entry, size), times: [] })
  }
  return all
}

/** The results of the first round are dropped. */
async function reloadInTurn(all) {
  for (let round = -1; round < limitRounds(rounds); round++) {
    for (const { page, times } of round % 2 === 0 ? all : all.toReversed()) {
      await page.reload()
      const ms = await page.evaluate(() => globalThis.bench.firstDataMs)
      if (round >= 0) times.push(ms * 1e6)
    }
  }
}

async function openFilledPage(browser, entry, size) {
  const page = await browser.openPage(entry)
  const users = Array.from({ length: size }, (_, id) => createUser(id))
  await page.evaluate((users) => globalThis.bench.fill(users), users)
  await page.waitForTimeout(1_000) // for writes that run after the fill
  return page
}

function createComparisons(all) {
  const [few, many] = all
  const others = all.slice(2).map(({ name, size, times }) => {
    const { times: ours } = size === few.size ? few : many
    return { ...compareTimes(`${name}, ${size} entries`, ours, times), bar: bars[name], aim: bars[name] && aim }
  })
  const scaling = `${many.size} entries, against ${few.size} entries`
  return [...others, { ...compareTimes(scaling, many.times, few.times), bar: scalingBar }]
}

/** A line for each library, from few to many entries. */
function createGrowth(all) {
  return [...new Set(all.map(({ name }) => name))].map((name) => ({
    work: 'first data after a reload',
    of: 'entries',
    library: names[name] ?? name,
    points: all.filter((each) => each.name === name).map(({ size, times }) => [size, median(times)]),
  }))
}
