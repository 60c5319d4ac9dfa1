import { startBrowser } from '../browser.mjs'
import { compareTimes, isQuick, limitRounds } from '../measure.mjs'
import { findInstalled } from '../peers.mjs'
import { ourPages, packages } from './components.mjs'

const entryCount = isQuick ? 500 : 10_000
const rounds = 3

const bars = { 'tanstack-query': 0.8 }

/**
 * The heap of V8 that stays after the components are gone and the garbage is collected, divided by the entries. It contains the data, an
 * object of three fields. By default Cachetta keeps the last 1,000 entries in memory, and all in IndexedDB. Cachetta in memory and the
 * others keep all: TanStack Query for five minutes, SWR for ever.
 */
export const memory = {
  name: 'memory',
  work: `heap per entry after ${entryCount} entries were shown once`,
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = [...ourPages, ...findInstalled(packages).map((name) => ({ name, entry: `peers/${name}.mjs` }))]
      for (const each of all) Object.assign(each, { page: await browser.openPage(each.entry), sizes: [] })
      for (let round = 0; round < limitRounds(rounds); round++) {
        for (const { page, sizes } of all) sizes.push(await measureEntry(page))
      }
      return createComparisons(all)
    } finally {
      await browser.close()
    }
  },
}

/** A new page for each round, because Cachetta keeps the entries of earlier rounds in its place for the last 1,000. */
async function measureEntry(page) {
  await page.bringToFront()
  await page.reload()
  const session = await page.context().newCDPSession(page)
  await page.evaluate(() => globalThis.bench.showOnce([-1])) // loads what the first use loads
  const before = await readSettledHeap(session)
  const ids = Array.from({ length: entryCount }, (_, id) => id)
  await page.evaluate((ids) => globalThis.bench.showOnce(ids), ids)
  const after = await readSettledHeap(session)
  await session.detach()
  return (after - before) / entryCount
}

/** Collects the garbage until the heap no longer shrinks: Cachetta writes to IndexedDB for a while. */
async function readSettledHeap(session) {
  let size = Number.POSITIVE_INFINITY
  for (;;) {
    const last = size
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await session.send('HeapProfiler.collectGarbage')
    size = (await session.send('Runtime.getHeapUsage')).usedSize
    if (size > last * 0.99) return size
  }
}

function createComparisons([withStore, inMemory, ...others]) {
  return others.flatMap(({ name, sizes }) => [
    { ...compareTimes(name, withStore.sizes, sizes), unit: 'bytes', bar: bars[name] },
    { ...compareTimes(`${name}, Cachetta in memory`, inMemory.sizes, sizes), unit: 'bytes', bar: bars[name] },
  ])
}
