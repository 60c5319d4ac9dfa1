import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { RestoredSettings } from '../page-scripts/restored.tsx'

const site = createSite('test/react/page-scripts/restored.tsx', 'development')

const RELOADS = 12

test("React's `use` gets one promise per wait in every reload from IndexedDB", async () => {
  site.api.answer('/a', 'data')
  const settings: RestoredSettings = { hook: 'use' }
  const { open } = await site.openTabs(0)
  const page = await open(`/?${encodeURIComponent(JSON.stringify(settings))}`)
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.locator('output:text-is("data")').first().waitFor()
  for (let reload = 0; reload < RELOADS; reload += 1) {
    await page.reload()
    await page.locator('output:text-is("data")').first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  expect(errors).toEqual([])
})
