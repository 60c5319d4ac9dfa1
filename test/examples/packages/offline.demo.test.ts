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

/** Both notes, and the favourite that the visitor has removed, show as not sent. */
async function expectWaiting(page: Page): Promise<void> {
  await findNote(page, 'Send it later.').getByText('not sent yet').waitFor()
  await findNote(page, 'And this after it.').getByText('not sent yet').waitFor()
  await page.locator('.star.is-waiting[aria-pressed="false"]').waitFor()
  await page.locator('.connection-notice').getByText('3 changes wait in this browser to be sent').waitFor()
}

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

  it('a note and a favourite wait over a reload and in a new tab, and arrive once when the server starts', async () => {
    const { context, demo, page } = await visitThenGoOffline()
    await addNote(page, 'Send it later.')
    await addNote(page, 'And this after it.')
    await page.getByRole('button', { name: 'Favourite p-00@1.0.0' }).click()
    await expectWaiting(page)
    await page.reload()
    await expectWaiting(page)
    await page.close()
    const other = await context.newPage()
    await other.goto(demo.url + createPath('p-00'))
    await expectWaiting(other)
    await demo.start()
    await other.getByText('server online', { exact: true }).waitFor()
    await expect.poll(() => other.locator('.is-waiting').count()).toBe(0)
    expect(await other.locator('.note').allInnerTexts()).toEqual([
      expect.stringContaining('And this after it.'),
      expect.stringContaining('Send it later.'),
    ])
    expect(await other.locator('.star').first().getAttribute('aria-pressed')).toBe('false')
    const stranger = await visit(demo, createPath('p-00'))
    expect(await findNote(stranger.page, 'Send it later.').count()).toBe(1)
    expect(await findNote(stranger.page, 'And this after it.').count()).toBe(1)
    const favourites = await context.request.get(`${demo.url}/api/favourites`)
    expect(await favourites.json()).toEqual([])
  })
})

it('a note without an answer shows after a reload, over the page of the server, without a console message', async () => {
  const demo = await startDemo(5)
  const { context, messages, page } = await visit(demo, createPath('p-00'))
  await waitUntilReady(page)
  await context.route('**/api/packages/*/notes', (route) =>
    route.request().method() === 'POST' ? undefined : route.continue(),
  )
  await addNote(page, 'On its way.')
  await findNote(page, 'On its way.').getByText('being sent').waitFor()
  await page.reload()
  await findNote(page, 'On its way.').getByText('being sent').waitFor()
  expect(messages.filter((message) => !message.includes('it does not answer'))).toEqual([]) // a busy machine opens IndexedDB late
})

describe('a change that the server refuses', () => {
  it('goes from the page, is told with its reason, and is sent again or discarded', async () => {
    const demo = await startDemo(5)
    const { context, page } = await visit(demo, createPath('p-00'))
    await waitUntilReady(page)
    await context.route('**/api/packages/*/notes', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 403 }) : route.continue(),
    )
    await addNote(page, 'First.')
    const notices = page.getByRole('alert')
    await notices.getByText('The server refused your note “First.”').waitFor()
    await expect.poll(() => page.locator('.note').count()).toBe(0)
    await page.reload()
    await notices.getByText('The server responded with status 403.').waitFor()
    await addNote(page, 'Second.')
    await notices.getByText('“Second.”').waitFor()
    await context.unroute('**/api/packages/*/notes')
    await notices.getByRole('button', { name: 'Discard' }).last().click()
    await notices.getByRole('button', { name: 'Send again' }).click()
    await findNote(page, 'First.').getByText('written').waitFor()
    await expect.poll(() => notices.getByRole('button').count()).toBe(0)
    expect(await page.locator('.note').count()).toBe(1)
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
