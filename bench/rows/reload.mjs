import { startBrowser } from '../browser.mjs'
import { compareTimes, limitRounds } from '../measure.mjs'
import { findInstalled } from '../peers.mjs'
import { createUser } from '../values.mjs'

const packages = { 'tanstack-persister': '@tanstack/react-query-persist-client' }
const sizes = [10, 10_000]
const rounds = 15

/** Up to this ratio the time counts as the same, as in scaling.mjs. */
const scalingBar = 1.5

export const reload = {
  name: 'reload',
  work: 'first data after a reload, from IndexedDB',
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = await openFilledPages(browser)
      await reloadInTurn(all)
      return createComparisons(all)
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
    return { ...compareTimes(`${name}, ${size} entries`, ours, times), bar: 1 }
  })
  const scaling = `${many.size} entries, against ${few.size} entries`
  return [...others, { ...compareTimes(scaling, many.times, few.times), bar: scalingBar }]
}
