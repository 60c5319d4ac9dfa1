import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { settled, startDemo, stored, visitors } from './demo.ts'

const { visit } = visitors()
const pathOf = (name: string) => `/package/${name}%401.0.0`

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your note').fill(text)
  await page.getByRole('button', { name: 'Write' }).click()
}

const noteOn = (page: Page, text: string) => page.locator('.note', { hasText: text })

/** Visits a package, and stops the server when all of it is on the browser's disk. */
async function stranded() {
  const demo = await startDemo()
  const visitor = await visit(demo, pathOf('p-00'))
  const { page } = visitor
  await settled(page)
  await page.getByRole('button', { name: 'Favourite p-00@1.0.0' }).click()
  await stored(page, /^"package"/, /^"notes"/, /^"favourites".*p-00@1\.0\.0/, /^"me"/)
  await demo.stop()
  await page.getByText('no server').waitFor()
  return { demo, ...visitor }
}

describe('without a server', () => {
  it('every page that was visited shows after a reload, and one that was not says so', async () => {
    const demo = await startDemo()
    const { page, said } = await visit(demo)
    await settled(page)
    await page.getByRole('link', { name: 'p-00' }).click()
    await page.getByText('What it brings along').waitFor()
    await page.getByRole('link', { name: 'p-01@1.0.0', exact: true }).first().click()
    await page.getByRole('heading', { name: 'p-01@1.0.0' }).waitFor()
    await page.getByText('Who asks for it').waitFor()
    await stored(page, /^"packages"/, /^"package","p-00@/, /^"package","p-01@/)
    await demo.stop()

    for (const name of ['p-01', 'p-00']) {
      await page.goto(demo.url + pathOf(name))
      await page.getByText('What it brings along').waitFor()
      await expect.poll(() => page.locator('main .chip').first().getAttribute('data-source')).toBe('store')
    }
    await page.goto(demo.url)
    await page.getByText('60 packages').waitFor()
    expect(said).toEqual([])
    await page.goto(demo.url + pathOf('p-07'))
    await page.getByText('It was not visited before').waitFor()
  })

  it('a visitor is still the same one, with his favourites', async () => {
    const { demo, page } = await stranded()
    const name = await page.locator('.me').innerText()
    await page.goto(`${demo.url}/favourites`)
    await page.getByRole('link', { name: 'p-00@1.0.0', exact: true }).waitFor()
    expect(await page.locator('.me').innerText()).toBe(name)
  })

  it('a favourite is taken back, and a notice says why', async () => {
    const { page } = await stranded()
    const star = page.getByRole('button', { name: 'Favourite p-00@1.0.0' })
    await star.click()
    await page.getByRole('alert').getByText('p-00@1.0.0 is still a favourite. The server does not answer.').waitFor()
    await expect.poll(() => star.getAttribute('aria-pressed')).toBe('true')
  })

  it('a note is taken back with a notice, and its text put back, where it shall not wait', async () => {
    const { page } = await stranded()
    await page.getByLabel('without a server').uncheck()
    await write(page, 'Now or never.')
    await page.getByRole('alert').getByText('The note was not kept').waitFor()
    await expect.poll(() => noteOn(page, 'Now or never.').count()).toBe(0)
    expect(await page.getByLabel('Your note').inputValue()).toBe('Now or never.')
  })

  it('a note waits, also through a reload, and is sent when the server is there, where it may', async () => {
    const { demo, page } = await stranded()
    await write(page, 'There is time.')
    await noteOn(page, 'There is time.').getByText('waits for the server').waitFor()
    await stored(page, /^"outbox".*There is time/)
    await page.reload()
    await noteOn(page, 'There is time.').getByText('waits for the server').waitFor()
    await demo.start()
    await page.getByText('the server is there').waitFor()
    await expect.poll(() => noteOn(page, 'There is time.').innerText()).not.toContain('waits')
    const other = await visit(demo, pathOf('p-00'))
    expect(await noteOn(other.page, 'There is time.').count()).toBe(1)
  })
})

describe('when the server is there again', () => {
  it('a page that could not be shown shows by itself', async () => {
    const { demo, page } = await stranded()
    await page.goto(demo.url + pathOf('p-07'))
    await page.getByText('It was not visited before').waitFor()
    await demo.start()
    await page.getByText('What it is made of').waitFor()
  })

  it('a page that has grown old is revalidated by itself, and what is fresh is not', async () => {
    const { demo, page, requests } = await stranded()
    await page.clock.install()
    await page.clock.setSystemTime(Date.now() + 60_000)
    requests()
    await demo.start()
    await expect.poll(() => requests().includes('GET /api/packages/p-00%401.0.0/notes')).toBe(true)
    expect(requests()).not.toContain('GET /api/packages/p-00%401.0.0')
  })
})
