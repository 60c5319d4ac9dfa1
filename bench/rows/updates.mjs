import { startBrowser } from '../browser.mjs'
import { compareTimes } from '../measure.mjs'
import { user } from '../values.mjs'

const updates = 100
const few = 100
const many = 5_000
const rounds = 11

/** Called flat, as among entries on disk. */
const flat = 1.5

export const updatesAmong = {
  name: 'updates',
  work: `${updates} updates among entries in IndexedDB`,
  async run({ directory }) {
    const browser = await startBrowser(directory)
    try {
      const all = [await filled(browser, many), await filled(browser, few)]
      for (let round = -1; round < rounds; round++) {
        for (const { page, measured } of round % 2 === 0 ? all : all.toReversed()) {
          const users = Array.from({ length: updates }, (_, id) => ({ ...user(id), score: round }))
          const one = await page.evaluate((users) => globalThis.bench.update(users), users)
          if (round >= 0) measured.push(one)
        }
      }
      const [ours, theirs] = all.map(({ measured }) => measured.map(({ ms }) => (ms * 1e6) / updates))
      const long = all.map(({ measured }) => measured.reduce((sum, one) => sum + one.long, 0))
      return [
        { ...compareTimes(`${many} entries, against ${few} entries`, ours, theirs), bar: flat },
        { against: `tasks of 50 ms in ${rounds * updates} updates`, ours: long[0], theirs: long[1], most: 0 },
      ]
    } finally {
      await browser.close()
    }
  },
}

async function filled(browser, size) {
  const page = await browser.open('pages/cachetta-updates.mjs')
  const users = Array.from({ length: size }, (_, id) => user(id))
  await page.evaluate((users) => globalThis.bench.fill(users), users)
  await page.waitForTimeout(1_000) // what is written behind is written
  return { page, measured: [] }
}
