import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { createRandom } from '../../support/random.ts'
import { callApp, expectNoTrace, openTabsWithLongTimeout, pathOf } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const PROFILES = 5
const ROUNDS = process.env['CACHETTA_LONG'] ? 10 : 4
const LETTERS = ['a', 'b', 'c', 'd']

const wait = (span: number) => new Promise<void>((resolve) => setTimeout(resolve, span))

// In each round a user works in all tabs of a profile, then another one logs in: the server answers for the new user, and one tab
// invalidates. The requests, renders, reads and writes of that moment lie elsewhere in each round.
test(`nothing of a user is left one second after a logout, ${ROUNDS} times in ${PROFILES} profiles`, async () => {
  await Promise.all(Array.from({ length: PROFILES }, (_, index) => drill(index + 1)))
}, 180_000)

/** Logs users out in one profile. Profiles share the server, so each has its own keys. */
async function drill(seed: number): Promise<void> {
  const keys = LETTERS.map((letter) => `${letter}${seed}`)
  const random = createRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  let user = 'none'
  for (const key of keys) {
    site.api.answer(`/${key}`, async () => {
      const value = `${user} ${key}`
      await wait(random() * 80)
      return value
    })
  }
  const tabs = await openTabsWithLongTimeout(site, 0)
  const settings = { hasTags: true, options: { dedupingInterval: 0 } }
  for (const renderTime of [0, 20, 60]) await tabs.open(pathOf({ ...settings, renderTime }))
  await tabs.open(pathOf({ ...settings, options: { dedupingInterval: 0, persist: false } }))

  const act = async (page: Page): Promise<void> => {
    await wait(random() * 60)
    await pick([
      () => callApp(page, 'show', ...keys.filter(() => random() < 0.6)),
      () => callApp(page, 'show', ...keys),
      () => callApp(page, 'refetch', pick(keys)),
      () => callApp(page, 'mutate', pick(keys), `${user} mutated`),
      () => callApp(page, 'show'),
    ])()
  }
  for (let round = 1; round <= ROUNDS; round++) {
    user = `user${seed}x${round}x`
    await Promise.all([...tabs.pages, ...tabs.pages, ...tabs.pages].map(act))
    await wait(random() * 100)
    const loggedOut = user
    user = 'nobody'
    const page = pick(tabs.pages)
    if (random() < 0.5) await callApp(page, 'invalidateAll')
    else await callApp(page, 'invalidateTags', loggedOut)
    await wait(1_000)
    await expectNoTrace(tabs.pages, loggedOut)
  }
  expect(site.api.requests(`/${keys[0]}`)).toBeGreaterThan(ROUNDS)
}
