import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitForEntries, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()
const createPath = (name: string) => `/package/${name}%401.0.0`

async function addNote(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your note').fill(text)
  await page.getByRole('button', { name: 'Add note' }).click()
}

const findNote = (page: Page, text: string) => page.locator('.note', { hasText: text })

/** Visits a package, and stops the server when all data of the page is in IndexedDB. */
async function visitThenGoOffline() {
  const demo = await startDemo()
  const visitor = await visit(demo, createPath('p-00'))
  const { page } = visitor
  await waitUntilReady(page)
  await page.getByRole('button', { name: 'Favourite p-00@1.0.0' }).click()
  await waitForEntries(page, /^"package"/, /^"notes"/, /^"favourites".*p-00@1\.0\.0/, /^"me"/)
  await demo.stop()
  await page.getByText('server offline', { exact: true }).waitFor()
  return { demo, ...visitor }
}

describe('without a server', () => {
  it('a visited page shows its data after a reload, and another page says that it is not cached', async () => {
    const demo = await startDemo()
    const { page, messages } = await visit(demo)
    await waitUntilReady(page)
    await page.getByRole('link', { name: 'p-00' }).click()
    await page.getByRole('heading', { name: 'Dependencies' }).waitFor()
    await page.getByRole('link', { name: 'p-01@1.0.0', exact: true }).first().click()
    await page.getByRole('heading', { name: 'p-01@1.0.0' }).waitFor()
    await page.getByRole('heading', { name: 'Dependents' }).waitFor()
    await waitForEntries(page, /^"packages"/, /^"package","p-00@/, /^"package","p-01@/)
    await demo.stop()

    for (const name of ['p-01', 'p-00']) {
      await page.goto(demo.url + createPath(name))
      await page.getByRole('heading', { name: 'Dependencies' }).waitFor()
      await expect.poll(() => page.locator('main .chip').first().getAttribute('data-source')).toBe('store')
    }
    await page.goto(demo.url)
    await page.getByText('60 packages').waitFor()
    expect(messages).toEqual([])
    await page.goto(demo.url + createPath('p-07'))
    await page.getByText('This browser has not stored this package yet.').waitFor()
  })

  it('a visitor keeps the same name and favourites', async () => {
    const { demo, page } = await visitThenGoOffline()
    const name = await page.locator('.me').innerText()
    await page.goto(`${demo.url}/favourites`)
    await page.getByRole('link', { name: 'p-00@1.0.0', exact: true }).waitFor()
    expect(await page.locator('.me').innerText()).toBe(name)
  })

  it('a favourite is rolled back, and a notice shows the reason', async () => {
    const { page } = await visitThenGoOffline()
    const star = page.getByRole('button', { name: 'Favourite p-00@1.0.0' })
    await star.click()
    await page
      .getByRole('alert')
      .getByText('Could not remove p-00@1.0.0 from favourites. The server did not respond.')
      .waitFor()
    await expect.poll(() => star.getAttribute('aria-pressed')).toBe('true')
  })

  it('without the outbox, a note is rolled back with a notice, and its text returns to the form', async () => {
    const { page } = await visitThenGoOffline()
    await page.getByLabel('send the note later').uncheck()
    await addNote(page, 'Send it now.')
    await page.getByRole('alert').getByText('The note was not saved').waitFor()
    await expect.poll(() => findNote(page, 'Send it now.').count()).toBe(0)
    expect(await page.getByLabel('Your note').inputValue()).toBe('Send it now.')
  })

  it('with the outbox, a note waits, also after a reload, and is sent when the server is online', async () => {
    const { demo, page } = await visitThenGoOffline()
    await addNote(page, 'Send it later.')
    await findNote(page, 'Send it later.').getByText('not sent yet').waitFor()
    await waitForEntries(page, /^"outbox".*Send it later/)
    await page.reload()
    await findNote(page, 'Send it later.').getByText('not sent yet').waitFor()
    await demo.start()
    await page.getByText('server online', { exact: true }).waitFor()
    await expect.poll(() => findNote(page, 'Send it later.').innerText()).not.toContain('not sent')
    const other = await visit(demo, createPath('p-00'))
    expect(await findNote(other.page, 'Send it later.').count()).toBe(1)
  })
})

describe('when the server is online again', () => {
  it('a page without data loads automatically', async () => {
    const { demo, page } = await visitThenGoOffline()
    await page.goto(demo.url + createPath('p-07'))
    await page.getByText('This browser has not stored this package yet.').waitFor()
    await demo.start()
    await page.getByRole('heading', { name: 'File types' }).waitFor()
  })

  it('stale data is revalidated automatically, and fresh data is not', async () => {
    const { demo, page, takeRequests } = await visitThenGoOffline()
    await page.clock.install()
    await page.clock.fastForward(60_000)
    takeRequests()
    await demo.start()
    await expect.poll(() => takeRequests().includes('GET /api/packages/p-00%401.0.0/notes')).toBe(true)
    expect(takeRequests()).not.toContain('GET /api/packages/p-00%401.0.0')
  })
})
