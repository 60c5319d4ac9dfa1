import { startBrowser } from '../browser.mjs'
import { compareTimes } from '../measure.mjs'
import { installed } from '../peers.mjs'
import { user } from '../values.mjs'

const packages = { 'tanstack-persister': '@tanstack/react-query-persist-client' }
const sizes = [10, 10_000]
const rounds = 15

/** Called flat, as among entries on disk. */
const flat = 1.5

export const reload = {
  name: 'reload',
  work: 'first data after a reload, from IndexedDB',
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = await filledPages(browser)
      await reloadInTurn(all)
      return comparisonsOf(all)
    } finally {
      await browser.close()
    }
  },
}

async function filledPages(browser) {
  const entries = { Cachetta: 'pages/cachetta-reload.mjs' }
  for (const name of installed(packages)) entries[name] = `peers/${name}.mjs`
  const all = []
  for (const [name, entry] of Object.entries(entries)) {
    for (const size of sizes) all.push({ name, size, page: await filled(browser, entry, size), times: [] })
  }
  return all
}

/** The round before the first is not measured. */
async function reloadInTurn(all) {
  for (let round = -1; round < rounds; round++) {
    for (const { page, times } of round % 2 === 0 ? all : all.toReversed()) {
      await page.reload()
      const ms = await page.evaluate(() => globalThis.bench.shown)
      if (round >= 0) times.push(ms * 1e6)
    }
  }
}

async function filled(browser, entry, size) {
  const page = await browser.open(entry)
  const users = Array.from({ length: size }, (_, id) => user(id))
  await page.evaluate((users) => globalThis.bench.fill(users), users)
  await page.waitForTimeout(1_000) // what is written behind is written
  return page
}

function comparisonsOf(all) {
  const [few, many] = all
  const others = all.slice(2).map(({ name, size, times }) => {
    const { times: ours } = size === few.size ? few : many
    return { ...compareTimes(`${name}, ${size} entries`, ours, times), bar: 1 }
  })
  const own = `${many.size} entries, against ${few.size} entries`
  return [...others, { ...compareTimes(own, many.times, few.times), bar: flat }]
}
