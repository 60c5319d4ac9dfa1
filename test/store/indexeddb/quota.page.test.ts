import { expect, test } from 'vitest'
import { callPage, site } from './store-pages.ts'

test('keeps the newest value at the quota of the browser, and refuses one that is larger than the quota', async () => {
  const { open } = await site.openTabs(0)
  const page = await open()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(page.url()).origin,
    quotaSize: 3_000_000,
  })
  const set = (path: string, bytes: number): Promise<void> => callPage(page, 'setRandom', path, bytes)
  const find = async (): Promise<string[]> => {
    const reader = await open()
    const found: string[] = []
    for (const path of [...paths, 'large', 'huge']) if ((await callPage(reader, 'has', path)) === true) found.push(path)
    await reader.close()
    return found
  }
  const paths = Array.from({ length: 58 }, (_, index) => `small/${index}`)
  for (const path of paths) await set(path, 50_000)
  await set('large', 1_500_000)
  await expect.poll(async () => (await find()).at(-1), { timeout: 20_000 }).toBe('large')
  const before = await find()
  expect(before.length).toBeGreaterThan(1) // how many stay depends on when the browser counts the freed bytes

  await set('huge', 5_000_000)
  await set('small/57', 50_000)
  await expect.poll(find, { timeout: 20_000 }).toEqual(before)
})
