import { expect, test } from 'vitest'
import { callPage, site } from './store-pages.ts'

test('keeps 20 values that are written with a large one, which the browser refuses', async () => {
  const { open } = await site.openTabs(0)
  const page = await open()
  await callPage(page, 'setBesideLarge', 20, 1_000_000)
  await page.close()
  const reader = await open()
  const has = (path: string) => callPage(reader, 'has', path)
  for (let index = 0; index < 20; index += 1) expect(await has(`small/${index}`)).toBe(true)
  expect(await has('large')).toBe(false)
})
