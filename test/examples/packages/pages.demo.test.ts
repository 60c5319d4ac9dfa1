import { describe, expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()
const PACKAGE_PATH = '/package/p-00%401.0.0'

describe('a page', () => {
  it('has its data in the HTML', async () => {
    const demo = await startDemo()
    const list = await (await fetch(demo.url)).text()
    expect(list).toContain('60 packages<!-- -->, largest first')
    expect(list).toContain('>p-00</a>')
    const detail = await (await fetch(demo.url + PACKAGE_PATH)).text()
    expect(detail).toContain('Dependencies</h2>')
    expect(detail).toContain('p-02@1.0.0')
  })

  it('hydrates without a console message, and does not fetch the data in its HTML', async () => {
    const demo = await startDemo()
    for (const path of ['/', '/?search=p-1', PACKAGE_PATH, '/favourites', '/source/app/app.tsx', '/nowhere']) {
      const { page, messages, takeRequests, context } = await visit(demo, path)
      await waitUntilReady(page)
      await page.getByText('server online', { exact: true }).waitFor()
      expect(messages, path).toEqual([])
      expect(takeRequests(), path).toEqual([])
      await context.close()
    }
  })

  it('shows the source of its data: the server, the network, then memory', async () => {
    const demo = await startDemo()
    const { page } = await visit(demo)
    const chip = page.locator('main .chip[data-source]').first()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('server')
    await page.getByRole('link', { name: 'p-03', exact: true }).click()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('network')
    await page.reload()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('server')
    await page.getByRole('link', { name: 'Packages', exact: true }).click()
    await expect.poll(() => chip.getAttribute('data-source')).toMatch(/memory|store/)
  })
})

describe('a slow page', () => {
  const heavy = {
    'node_modules/heavy/package.json': { name: 'heavy', version: '1.0.0' },
    'node_modules/heavy/data.txt': 'This text takes long to compress. '.repeat(1_500_000),
  }
  const path = '/package/heavy%401.0.0'

  it('streams its slow part later, after the data of that part', async () => {
    const demo = await startDemo(3, heavy)
    const { body } = await fetch(demo.url + path)
    let [text, firstPart] = ['', '']
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      if (firstPart === '' && text.includes('Waiting for the analysis')) firstPart = text
    }
    expect(firstPart).toContain('heavy@1.0.0</h1>')
    expect(firstPart).not.toContain('File types')
    expect(text).toContain('File types')
    expect(text.indexOf('gzipBytes')).toBeLessThan(text.indexOf('File types'))
  })

  it('hydrates without a console message, and fetches nothing', async () => {
    const demo = await startDemo(3, heavy)
    const { page, messages, takeRequests } = await visit(demo, path)
    await page.getByRole('heading', { name: 'File types' }).waitFor()
    await waitUntilReady(page)
    expect(messages).toEqual([])
    expect(takeRequests()).toEqual([])
  })
})

describe('the list', () => {
  it('loads each page once while the visitor scrolls', async () => {
    const demo = await startDemo()
    const { page, takeRequests } = await visit(demo)
    await waitUntilReady(page)
    const rows = page.locator('.rows .row')
    expect(await rows.count()).toBe(24)
    for (const count of [48, 60]) {
      await page.mouse.wheel(0, 10_000)
      await expect.poll(() => rows.count()).toBe(count)
    }
    expect(takeRequests()).toEqual(['GET /api/packages', 'GET /api/packages'])
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0)
  })

  it('puts the search text into the URL', async () => {
    const demo = await startDemo()
    const { page } = await visit(demo)
    await waitUntilReady(page)
    await page.getByLabel('Search by name').fill('p-1')
    await page.getByText('10 packages').waitFor()
    expect(page.url()).toBe(`${demo.url}/?search=p-1`)
  })
})

describe('the stream of events', () => {
  it('shows one visitor the note and the activity of another', async () => {
    const demo = await startDemo()
    const [ada, grace] = [await visit(demo, PACKAGE_PATH), await visit(demo, PACKAGE_PATH)]
    await Promise.all([waitUntilReady(ada.page), waitUntilReady(grace.page)])
    await ada.page.getByText('server online', { exact: true }).waitFor()
    await grace.page.getByLabel('Your note').fill('A good package.')
    await grace.page.getByRole('button', { name: 'Add note' }).click()
    await ada.page.locator('.notes').getByText('A good package.').waitFor()
    await ada.page.locator('.activity').getByText('p-00@1.0.0: note of').waitFor()
  })
})
