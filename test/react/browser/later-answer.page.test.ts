import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { callApp, openTabsWithLongTimeout, pathOf, readStored, waitForValue } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

describe('the order of requests decides', () => {
  // A   |-request 1-|shown|----renders----|-write 1
  // B                       |-set 2-|-request 3-|-write 3-|
  test('a tab that has just shown an answer does not replace what another tab fetched later', async () => {
    let version = 1
    site.api.answer('/a', () => `version ${version}`)
    const held = site.api.hold('/a')
    const { open } = await openTabsWithLongTimeout(site, 0)
    const one = await open(pathOf({ keys: ['a'], renderTime: 400 }))
    const other = await open(pathOf({ options: { revalidateOnMount: false } }))
    await held.waitForCount(1)
    const arrived = one.waitForEvent('requestfinished')
    held.release()
    await arrived
    await new Promise((resolve) => setTimeout(resolve, 100)) // one renders now
    version = 2
    await callApp(other, 'mutate', 'a', 'saved')
    await callApp(other, 'show', 'a')
    await callApp(other, 'refetch', 'a')
    await expectEverywhere([one, other], 'version 2')
  })

  // A   |-request 1--------------------| version 1
  // B          |-request 2-| version 2
  test('an answer to an earlier request does not replace that to a later one', async () => {
    const answers = ['version 1', 'version 2']
    const first = site.api.hold('/a')
    site.api.answer('/a', () => 'version 1')
    const { open } = await openTabsWithLongTimeout(site, 0)
    const path = pathOf({ keys: ['a'], cache: { lock: false } })
    const one = await open(path)
    await first.waitForCount(1)
    const released = { first: first.release }
    site.api.answer('/a', () => answers[1])
    const second = site.api.hold('/a')
    const other = await open(path)
    await second.waitForCount(1)
    second.release()
    await waitForValue(other, 'a', 'version 2')
    released.first()
    await expectEverywhere([one, other], 'version 2')
  })

  // A         |-request 2--------------| version 2
  // B   |-request 1-| version 1
  test('a fetch goes on if another tab stores the answer to an earlier request', async () => {
    const first = site.api.hold('/a')
    let version = 1
    site.api.answer('/a', () => `version ${version}`)
    const { open } = await openTabsWithLongTimeout(site, 0)
    const path = pathOf({ keys: ['a'], cache: { lock: false } })
    const other = await open(path)
    await first.waitForCount(1)
    const second = site.api.hold('/a')
    const one = await open(path)
    await second.waitForCount(1)
    first.release()
    for (const page of [one, other]) await waitForValue(page, 'a', 'version 1')
    version = 2
    second.release()
    await expectEverywhere([one, other], 'version 2')
    expect(site.api.requests('/a')).toBe(2)
  })
})

/** Checks that all tabs and the database have this value, and keep it. */
async function expectEverywhere(pages: readonly Page[], value: string): Promise<void> {
  for (const page of pages) await waitForValue(page, 'a', value)
  await new Promise((resolve) => setTimeout(resolve, 500))
  for (const page of pages) await waitForValue(page, 'a', value)
  const [page] = pages as [Page]
  expect(JSON.parse(await readStored(page)).map(({ entry }: { entry: { value: unknown } }) => entry.value)).toEqual([
    value,
  ])
}
