import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { createRandom } from '../../support/random.ts'
import { callApp, openTabsWithLongTimeout, pathOf, readStoredValues } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const { CACHETTA_SEED, CACHETTA_RUNS, CACHETTA_LONG } = process.env
const FIRST_SEED = Number(CACHETTA_SEED ?? 1)
const STORMS = Number(CACHETTA_RUNS ?? (CACHETTA_LONG ? 500 : 20))
const STEPS = 12
const KEYS = ['a', 'b', 'c']
const TIMEOUT_MS = CACHETTA_LONG ? 1_800_000 : 180_000 // a storm takes long on a busy machine

const wait = (span: number) => new Promise<void>((resolve) => setTimeout(resolve, span))

// Three tabs show entries of one server, whose versions grow. They fetch, mutate, invalidate and reload at the same time. When all
// is quiet, the screens, the memories and the database have the last version of each entry. To run one storm again:
// CACHETTA_SEED=7 CACHETTA_RUNS=1 npx vitest run --project page test/react/browser/storms
test(
  `three tabs agree with the server after each of ${STORMS} storms`,
  async () => {
    const versions = new Map<string, number>()
    let random = createRandom(0)
    for (const key of KEYS) {
      site.api.answer(`/${key}`, async () => {
        const value = `${key} version ${versions.get(key)}`
        await wait(random() * 40)
        return value
      })
    }
    const tabs = await openTabsWithLongTimeout(site, 0)
    for (const renderTime of [0, 10, 30]) {
      await tabs.open(pathOf({ hasTags: true, renderTime, keys: KEYS, options: { dedupingInterval: 0 } }))
    }
    for (let seed = FIRST_SEED; seed < FIRST_SEED + STORMS; seed++) {
      random = createRandom(seed)
      const steps: string[] = []
      for (const key of KEYS) versions.set(key, seed * 1_000)
      await Promise.all(tabs.pages.map((page, tab) => runStorm(page, tab, random, versions, steps)))
      for (const key of KEYS) versions.set(key, seed * 1_000 + 999) // the server's last word
      await Promise.all(KEYS.map((key) => callApp(tabs.pages[seed % 3] as Page, 'invalidate', key)))
      const expected = KEYS.map((key) => `${key} version ${seed * 1_000 + 999}`)
      const message = `storm ${seed}: ${steps.join(', ')}`
      const everywhere = tabs.pages.map(() => expected)
      const isQuiet = { shown: everywhere, remembered: everywhere, stored: expected }
      // As text, so that a failure prints the whole state.
      const readState = async () => JSON.stringify(await readAll(tabs.pages))
      await expect.poll(readState, { message, timeout: 15_000 }).toBe(JSON.stringify(isQuiet))
      await wait(100)
      expect(await readState(), message).toBe(JSON.stringify(isQuiet))
    }
  },
  TIMEOUT_MS,
)

/** Does what a user does, in one tab. A step of another tab may come between any two. */
async function runStorm(
  page: Page,
  tab: number,
  random: () => number,
  versions: Map<string, number>,
  steps: string[],
): Promise<void> {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  for (let step = 0; step < STEPS / 3; step++) {
    const key = pick(KEYS)
    versions.set(key, (versions.get(key) ?? 0) + 1)
    const [name, run] = pick([
      ['refetch', () => callApp(page, 'refetch', key)],
      ['refetch', () => callApp(page, 'refetch', key)],
      ['mutate', () => callApp(page, 'mutate', key, `${key} mine ${versions.get(key)}`)],
      ['invalidate', () => callApp(page, 'invalidate', key)],
      ['invalidateTags', () => callApp(page, 'invalidateTags', key)],
      ['invalidateAll', () => callApp(page, 'invalidateAll')],
      ['show', () => callApp(page, 'show', ...KEYS.filter(() => random() < 0.5))],
      ['reload', () => page.reload()],
    ] as const)
    steps.push(`${tab} ${name} ${key}`)
    await run()
    await wait(random() * 30)
  }
  await callApp(page, 'show', ...KEYS)
}

/** What each tab shows and has in memory, and what the database has. */
async function readAll(pages: readonly Page[]) {
  const readShown = (page: Page) =>
    page.evaluate((keys) => keys.map((key) => JSON.parse(document.getElementById(key)?.textContent ?? '')), KEYS)
  const readMemory = async (page: Page) =>
    [...new Set((await callApp(page, 'readMemory')).match(/\w (?:version|mine) \d+/g))].sort()
  return {
    shown: await Promise.all(pages.map(readShown)),
    remembered: await Promise.all(pages.map(readMemory)),
    stored: await readStoredValues(pages[0] as Page),
  }
}
