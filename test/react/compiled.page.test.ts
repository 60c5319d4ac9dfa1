import type { Page } from 'playwright'
import { test } from 'vitest'
import { siteOf } from '../support/pages.ts'

const site = siteOf('test/react/pages/compiled.tsx')

const todosOf = (...titles: string[]) => titles.map((title) => ({ title, done: title.endsWith('(done)') }))

test('an application that the React Compiler compiled shows, selects, switches, changes and restores data', async () => {
  site.api.answer('/home', todosOf('wash', 'cook (done)', 'sleep'))
  site.api.answer('/work', todosOf('write'))
  const { open } = await site.openTabs(0)
  const page = await open()
  await shows(page, 'wash, sleep')

  await press(page, 'other list')
  await shows(page, 'write')
  await press(page, 'change')
  await shows(page, 'changed')
  await press(page, 'other list')
  await shows(page, 'wash, sleep')

  await site.api.disappear()
  await page.reload()
  await shows(page, 'wash, sleep')
  await press(page, 'other list')
  await shows(page, 'changed')
})

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

const shows = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor()
