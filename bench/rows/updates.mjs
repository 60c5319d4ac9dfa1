import { startBrowser } from '../browser.mjs'
import { compareTimes, limitRounds } from '../measure.mjs'
import { createUser } from '../values.mjs'

const updateCount = 100
const few = 100
const many = 5_000
const rounds = 11

/** Up to this ratio the time counts as the same, as in scaling.mjs. */
const bar = 1.5

export const updatesScaling = {
  name: 'updates',
  work: `${updateCount} updates with more entries in IndexedDB`,
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = [await openFilledPage(browser, many), await openFilledPage(browser, few)]
      for (let round = -1; round < limitRounds(rounds); round++) {
        for (const { page, measured } of round % 2 === 0 ? all : all.toReversed()) {
          const users = Array.from({ length: updateCount }, (_, id) => ({ ...createUser(id), score: round }))
          const result = await page.evaluate((users) => globalThis.bench.update(users), users)
          if (round >= 0) measured.push(result)
        }
      }
      const [ours, theirs] = all.map(({ measured }) => measured.map(({ ms }) => (ms * 1e6) / updateCount))
      const longTasks = all.map(({ measured }) => measured.reduce((sum, result) => sum + result.longTasks, 0))
      return [
        { ...compareTimes(`${many} entries, against ${few} entries`, ours, theirs), bar },
        {
          against: `tasks of 50 ms or more in ${rounds * updateCount} updates`,
          ours: longTasks[0],
          theirs: longTasks[1],
          max: 0,
        },
      ]
    } finally {
      await browser.close()
    }
  },
}

async function openFilledPage(browser, size) {
  const page = await browser.openPage('pages/cachetta-updates.mjs')
  const users = Array.from({ length: size }, (_, id) => createUser(id))
  await page.evaluate((users) => globalThis.bench.fill(users), users)
  await page.waitForTimeout(1_000) // for writes that run after the fill
  return { page, measured: [] }
}
