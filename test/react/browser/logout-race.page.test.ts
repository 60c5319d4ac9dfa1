import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { PageSettings } from '../page-scripts/entries.tsx'
import {
  callApp,
  expectNoTrace,
  openTabsWithLongTimeout,
  pathOf,
  readCommits,
  waitForValue,
} from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const settings: [title: string, settings: PageSettings][] = [
  ['entries that the database keeps', { hasTags: true }],
  ['entries with `persist: false`', { hasTags: true, options: { persist: false } }],
  ['entries that the condition refuses', { hasTags: true, refusesAll: true }],
  ['entries of a cache without locks', { hasTags: true, cache: { lock: false } }],
]

const invalidations: [title: string, invalidate: (page: Page) => Promise<unknown>][] = [
  ['`invalidateAll()`', (page) => callApp(page, 'invalidateAll')],
  ['`invalidateTags()`', (page) => callApp(page, 'invalidateTags', 'alice')],
  ['`invalidate()`', (page) => callApp(page, 'invalidate', 'a')],
]

describe.each(settings)('%s', (_title, own) => {
  test.each(invalidations)(
    'are not shown or stored by a tab that fetches them while another tab calls %s',
    async (name, invalidate) => {
      const users = ['alice', 'bob', 'bob', 'bob']
      site.api.answer('/a', () => `${users.shift()} a`)
      const held = site.api.hold('/a')
      const tabs = await openTabsWithLongTimeout(site, 0)
      const one = await tabs.open(pathOf(own))
      const other = await tabs.open(pathOf({ ...own, keys: ['a'] }))
      await held.waitForCount(1)
      await invalidate(one)
      if (name === '`invalidate()`') await held.waitForCount(2) // other tabs are told when the delete is committed
      const arrived = other.waitForEvent('requestfinished')
      held.release()
      await arrived
      if (name !== '`invalidateTags()`') await waitForValue(other, 'a', 'bob a')
      const shown = (await readCommits(other, 'a')).map(({ data }) => data)
      expect(shown).not.toContain('alice a')
      await expectNoTrace(tabs.pages, 'alice')
    },
  )

  test.each(invalidations)(
    'are forgotten by a tab that has just shown them and renders while another tab calls %s',
    async (_name, invalidate) => {
      const users = ['alice', 'bob', 'bob', 'bob']
      site.api.answer('/a', () => `${users.shift()} a`)
      const held = site.api.hold('/a')
      const tabs = await openTabsWithLongTimeout(site, 0)
      const one = await tabs.open(pathOf(own))
      const other = await tabs.open(pathOf({ ...own, keys: ['a'], renderTime: 300 }))
      await held.waitForCount(1)
      const arrived = other.waitForEvent('requestfinished')
      held.release()
      await arrived
      await new Promise((resolve) => setTimeout(resolve, 100))
      await invalidate(one)
      await waitForValue(other, 'a', 'bob a')
      await expectNoTrace(tabs.pages, 'alice')
    },
  )
})

test('a tab that shows entries forgets them, though they are not in the database', async () => {
  site.api.answer('/a', 'alice a')
  const tabs = await openTabsWithLongTimeout(site, 0)
  const one = await tabs.open(pathOf({ hasTags: true }))
  const other = await tabs.open(pathOf({ hasTags: true, keys: ['a'], options: { persist: false, duration: '1h' } }))
  await waitForValue(other, 'a', 'alice a')
  site.api.fail('/a', 401)
  await callApp(one, 'invalidateAll')
  await other.getByText('Error: /a answered 401').waitFor()
  await expectNoTrace(tabs.pages, 'alice')
})
