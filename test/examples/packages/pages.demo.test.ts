import { describe, expect, it } from 'vitest'
import { settled, startDemo, visitors } from './demo.ts'

const { visit } = visitors()
const A_PACKAGE = '/package/p-00%401.0.0'

describe('a page', () => {
  it('has its data in the HTML, before any script runs', async () => {
    const demo = await startDemo()
    const list = await (await fetch(demo.url)).text()
    expect(list).toContain('60<!-- --> packages')
    expect(list).toContain('>p-00</a>')
    const detail = await (await fetch(demo.url + A_PACKAGE)).text()
    expect(detail).toContain('What it brings along')
    expect(detail).toContain('p-02@1.0.0')
  })

  it.each(['/', '/?search=p-1', A_PACKAGE, '/favourites', '/nowhere'])(
    'at %s is hydrated without a word, and asks for nothing that came with it',
    async (path) => {
      const demo = await startDemo()
      const { page, said, requests } = await visit(demo, path)
      await settled(page)
      await page.getByText('the server is there').waitFor()
      expect(said).toEqual([])
      expect(requests()).toEqual([])
    },
  )

  it('says where its answers came from: the page, the network, then memory', async () => {
    const demo = await startDemo()
    const { page } = await visit(demo)
    const chip = page.locator('main .chip').first()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('server')
    await page.getByRole('link', { name: 'p-03' }).click()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('network')
    await page.reload()
    await expect.poll(() => chip.getAttribute('data-source')).toBe('server')
    await page.getByRole('link', { name: 'All' }).click()
    await expect.poll(() => chip.getAttribute('data-source')).toMatch(/memory|store/)
  })
})

describe('a page that takes its time', () => {
  const heavy = {
    'node_modules/heavy/package.json': { name: 'heavy', version: '1.0.0' },
    'node_modules/heavy/data.txt': 'It takes a while to compress all of this. '.repeat(1_500_000),
  }
  const path = '/package/heavy%401.0.0'

  it('is sent at once, and the rest of it when it is there, with its data ahead', async () => {
    const demo = await startDemo(3, heavy)
    const { body } = await fetch(demo.url + path)
    let [text, soFar] = ['', '']
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      if (soFar === '' && text.includes('Compressing every file')) soFar = text
    }
    expect(soFar).toContain('heavy@1.0.0</h1>')
    expect(soFar).not.toContain('What it is made of')
    expect(text).toContain('What it is made of')
    expect(text.indexOf('gzipBytes')).toBeLessThan(text.indexOf('What it is made of'))
  })

  it('is hydrated without a word, and asks for nothing', async () => {
    const demo = await startDemo(3, heavy)
    const { page, said, requests } = await visit(demo, path)
    await page.getByText('What it is made of').waitFor()
    await settled(page)
    expect(said).toEqual([])
    expect(requests()).toEqual([])
  })
})

describe('the list', () => {
  it('loads page after page as one scrolls, each once', async () => {
    const demo = await startDemo()
    const { page, requests } = await visit(demo)
    await settled(page)
    const rows = page.locator('.rows .row')
    expect(await rows.count()).toBe(24)
    for (const count of [48, 60]) {
      await page.mouse.wheel(0, 10_000)
      await expect.poll(() => rows.count()).toBe(count)
    }
    expect(requests()).toEqual(['GET /api/packages', 'GET /api/packages'])
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0)
  })

  it('is searched, and the address says for what', async () => {
    const demo = await startDemo()
    const { page } = await visit(demo)
    await settled(page)
    await page.getByLabel('Search by name').fill('p-1')
    await page.getByText('10 packages').waitFor()
    expect(page.url()).toBe(`${demo.url}/?search=p-1`)
  })
})

describe('the stream of events', () => {
  it('shows to one visitor what another does, and the note that he writes', async () => {
    const demo = await startDemo()
    const [ada, grace] = [await visit(demo, A_PACKAGE), await visit(demo, A_PACKAGE)]
    await Promise.all([settled(ada.page), settled(grace.page)])
    await ada.page.getByText('the server is there').waitFor()
    await grace.page.getByLabel('Your note').fill('Read me first.')
    await grace.page.getByRole('button', { name: 'Write' }).click()
    await ada.page.locator('.notes').getByText('Read me first.').waitFor()
    await ada.page.locator('.activity').getByText('wrote about p-00@1.0.0').waitFor()
  })
})
