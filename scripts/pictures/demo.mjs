// Pictures of each view and state of the demo: .cache/pictures/demo/<state>-<width>-<theme>.png
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildDemo } from '../build.mjs'
import { root } from '../frame.mjs'

export async function takePictures({ browser, variants, folder }) {
  buildDemo()
  const dir = await mkdtemp(join(tmpdir(), 'demo-pictures-'))
  const port = await findFreePort()
  let count = 0
  try {
    for (const [index, variant] of variants.entries()) {
      count += await takeVariant({ browser, variant, folder, index, server: { dir, port } })
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  return count
}

/** A visitor sees every state once. The states follow one another: what is offline later was visited before. */
async function takeVariant({ browser, variant, folder, index, server }) {
  let running = await startServer(server)
  const context = await browser.newContext({ viewport: variant.viewport, colorScheme: variant.theme })
  const page = await context.newPage()
  let count = 0
  const take = async (state) => {
    await page.screenshot({ path: join(folder, `${state}-${variant.name}.png`) })
    count += 1
  }
  const visitor = { page, take, url: `http://127.0.0.1:${server.port}` }
  try {
    await takeList(visitor)
    const name = await takePackage(visitor, index)
    await takeOtherPages(visitor)
    await takeErrors(visitor, name)
    await stopServer(running)
    await takeOffline(visitor, name)
    running = await startServer(server)
    await page.getByText('The server is online again').waitFor()
    await take('back-online')
  } finally {
    await context.close()
    await stopServer(running)
  }
  return count
}

async function takeList({ page, take, url }) {
  await page.goto(url)
  await waitUntilReady(page)
  await take('list')
  await page.getByText('Five things to try').click()
  await take('list-help')
  await openPanels(page)
  await page.getByText('What these words mean').click()
  await take('list-where-from')
  await page.goto(`${url}/?search=no-such-package`)
  await waitUntilReady(page)
  await take('list-empty')
}

/** Opens one of the largest packages, another one for each variant: its first analysis takes long enough to be seen. */
async function takePackage({ page, take, url }, index) {
  await page.goto(url)
  await waitUntilReady(page)
  const link = page.locator('.rows a').nth(index)
  const name = await link.innerText()
  await link.click()
  await page.getByRole('progressbar').waitFor()
  await take('package-first-analysis')
  await page.locator('.origin').waitFor({ timeout: 120_000 })
  await take('package-computed')
  await page.reload()
  await waitUntilReady(page)
  await take('package-from-disk')
  await page.goto(url)
  await waitUntilReady(page)
  await page.locator('.rows a', { hasText: /^jsdom$/ }).click()
  await page.locator('.origin').waitFor({ timeout: 120_000 })
  await page.getByRole('heading', { name: 'Dependencies', exact: true }).evaluate(scrollToIt)
  await take('package-dependencies')
  await addNote(page, 'A note that all visitors can read.')
  await page.locator('.note').first().waitFor()
  await page.locator('.note-form').evaluate(scrollToIt)
  await take('package-notes')
  return name
}

async function takeOtherPages({ page, take, url }) {
  const views = { 'favourites-empty': '/favourites', 'not-found': '/nowhere', 'not-installed': '/package/absent@1.0.0' }
  for (const [state, path] of Object.entries({ ...views, source: '/source/app/pages/list-page.tsx' })) {
    await page.goto(url + path)
    await waitUntilReady(page)
    await take(state)
  }
  await page.goto(url)
  await waitUntilReady(page)
  for (const star of (await page.locator('.star').all()).slice(0, 3)) await star.click()
  await page.getByRole('link', { name: 'Favourites', exact: true }).click()
  await page.locator('.rows a').nth(2).waitFor()
  await take('favourites')
}

async function takeErrors({ page, take, url }, name) {
  const refuse = (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 403 }) : route.continue())
  await page.route('**/api/packages/*/notes', refuse)
  await openPackage(page, url, name)
  await addNote(page, 'The server refuses this note.')
  await page.getByRole('alert').getByText('The server refused your note').waitFor()
  await page.locator('.note-form').evaluate(scrollToIt)
  await take('note-refused')
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.unroute('**/api/packages/*/notes')
}

async function takeOffline({ page, take, url }, name) {
  await page.locator('.connection-notice.is-offline').waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await take('offline')
  await addNote(page, 'It waits until the server is online.')
  await page.locator('.note.is-waiting').waitFor()
  await page.locator('.star').first().click()
  await page.locator('.star.is-waiting').waitFor()
  await page.locator('.note-form').evaluate(scrollToIt)
  await take('offline-note')
  await page.evaluate(() => scrollTo(0, 0))
  await take('offline-waiting')
  await page.goto(url)
  await waitUntilReady(page)
  await take('offline-list')
  await page.getByLabel('Search by name').fill('not-asked-before')
  await page.getByText('This browser has not stored the answer').waitFor()
  await take('offline-search')
  await page.goto(`${url}/package/${encodeURIComponent('wouter@0.0.0')}`)
  await page.getByText('This browser has not stored this package yet').waitFor()
  await take('offline-not-stored')
  await openPackage(page, url, name)
}

/** Runs in the page. */
function scrollToIt(element) {
  element.scrollIntoView({ block: 'start' })
}

async function openPackage(page, url, name) {
  await page.goto(url)
  await waitUntilReady(page)
  await page.locator('.rows a', { hasText: name }).first().click()
  await page.locator('.origin').waitFor()
}

async function addNote(page, text) {
  await page.getByLabel('Your note').fill(text)
  await page.getByRole('button', { name: 'Add note' }).click()
}

/** Opens the sheet with the panels on a narrow screen. A wide one shows them beside the page. */
async function openPanels(page) {
  const button = page.getByRole('button', { name: 'Where does this data come from?' })
  if (await button.isVisible()) await button.click()
}

/** Waits until the page is hydrated, and the service worker serves the pages of this visitor. */
async function waitUntilReady(page) {
  await page.locator('.panel tbody tr').first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

async function startServer({ dir, port }) {
  const program = join(root, 'examples', 'packages', 'dist', 'server', 'main.js')
  const args = [program, '--stay', '--no-open', '--port', String(port), '--project', root, '--dir', dir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(createInterface(child.stdout), 'line')
  return child
}

async function stopServer(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGINT')
  await exited
}

async function findFreePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
