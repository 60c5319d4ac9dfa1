import type { Page } from 'playwright'
import { test } from 'vitest'
import { createSite } from '../../support/pages.ts'

const site = createSite('test/react/page-scripts/compiled.tsx')

const createTodos = (...titles: string[]) => titles.map((title) => ({ title, done: title.endsWith('(done)') }))

test('an application that the React Compiler compiled shows, selects, switches, changes and restores data', async () => {
  site.api.answer('/home', createTodos('wash', 'cook (done)', 'sleep'))
  site.api.answer('/work', createTodos('write'))
  const { open } = await site.openTabs(0)
  const page = await open()
  await waitForText(page, 'wash, sleep')

  await press(page, 'other list')
  await waitForText(page, 'write')
  await press(page, 'change')
  await waitForText(page, 'changed')
  await press(page, 'other list')
  await waitForText(page, 'wash, sleep')

  await site.api.stop()
  await page.reload()
  await waitForText(page, 'wash, sleep')
  await press(page, 'other list')
  await waitForText(page, 'changed')
})

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()

const waitForText = (page: Page, text: string) => page.getByText(text, { exact: true }).waitFor()
