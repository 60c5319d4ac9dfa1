import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { callApp, openTabsWithLongTimeout, pathOf, readStored } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const COUNT = 3_000
const SPANS_MS = process.env['CACHETTA_LONG'] ? [0, 1, 5, 20, 50, 100] : [0, 5, 50]

describe.each([
  ['invalidateAll', () => [] as string[]],
  ['invalidateTags', () => ['x'.repeat(20)]],
] as const)('%s of 3,000 entries', (verb, getTags) => {
  test('takes one delete, and not one for each entry', async () => {
    const page = await openFilledPage()
    const elapsed = await page.evaluate(
      async ([name, tags]) => {
        const before = performance.now()
        await Reflect.get(globalThis, 'app')[name](...tags)
        return performance.now() - before
      },
      [verb, getTags()] as const,
    )
    console.info(`${verb} of ${COUNT} entries took ${elapsed.toFixed(0)} ms`)
    expect(await readStored(page)).toBe('[]')
    expect(elapsed).toBeLessThan(5_000) // half a second on an idle machine
  })

  test.each(SPANS_MS)('is finished for the next page, though its page leaves after %i ms', async (span) => {
    const page = await openFilledPage()
    const left = page.waitForURL((url) => url.hash === '#next')
    await page.evaluate(
      ([name, tags, wait]) => {
        void Reflect.get(globalThis, 'app')[name](...tags)
        const leave = () => Object.assign(location, { href: `/next${location.search}#next` })
        if (wait === 0) leave()
        else setTimeout(leave, wait)
      },
      [verb, getTags(), span] as const,
    )
    await left
    await callApp(page, 'show', 'written 0')
    await page.getByText('Error: /written 0 answered 404').waitFor()
    await expect.poll(() => readStored(page)).toBe('[]')
  })
})

async function openFilledPage() {
  const tabs = await openTabsWithLongTimeout(site, 0)
  const page = await tabs.open(pathOf({ hasTags: true }))
  await callApp(page, 'writeEntries', COUNT)
  await expect.poll(async () => JSON.parse(await readStored(page)).length).toBe(COUNT)
  return page
}
