import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { chromium } from 'playwright'
import { expect, inject, it, onTestFinished } from 'vitest'
import { bundlePage } from '../../support/bundle-page.ts'
import { startServer } from '../../support/local-server.ts'
import { writePrograms } from './page-programs.ts'

const { folder, fileOf } = writePrograms('docs/recipes/notes.md')
const { fileOf: fileOfShell } = writePrograms('docs/recipes/offline.md')
const html =
  '<!doctype html><html lang="en"><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/app.js"></script></html>'

/** Starts the server of the recipe. `restart` reads the notes from the file again, as a new process does. */
async function startNotes() {
  const { createApi } = await import(fileOf('api.ts'))
  const file = join(folder, 'notes.jsonl')
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', html],
    '/app.js': ['text/javascript', await bundlePage(fileOf('app.tsx'))],
    '/service-worker.js': ['text/javascript', await bundlePage(fileOfShell('service-worker.ts'))],
  }
  let api = createApi(file)
  const server = await startServer((request, response) => {
    const found = files[request.url ?? '']
    if (found) response.writeHead(200, { 'content-type': found[0], 'cache-control': 'no-store' }).end(found[1])
    else void api(request, response)
  })
  onTestFinished(() => server.stop())
  return {
    url: server.url,
    stop: () => server.stop(),
    readTexts: () => [...readFileSync(file, 'utf8').matchAll(/"text":"(.*?)"/g)].map(([, text]) => text),
    async restart() {
      api = createApi(file)
      await server.restart()
    },
  }
}

const add = async (page: Page, text: string) => {
  await page.getByLabel('Note').fill(text)
  await page.getByRole('button', { name: 'Add' }).click()
}
/** The pauses between attempts grow while the server is down, so a note may be sent some seconds after its return. */
const expectNotes = (page: Page, ...notes: readonly string[]) =>
  expect.poll(() => page.getByRole('listitem').allInnerTexts(), { timeout: 30_000 }).toEqual(notes)

it('what is written while the server is down survives a reload and a closed tab, and arrives once', async () => {
  const server = await startNotes()
  const browser = await chromium.launch(inject('chromium'))
  onTestFinished(() => browser.close())
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await add(page, 'Buy milk')
  await expectNotes(page, 'Buy milk')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await server.stop()
  await add(page, 'Buy bread')
  await add(page, 'x'.repeat(201))
  await expectNotes(page, 'Buy milk', 'Buy bread (not sent yet)', `${'x'.repeat(201)} (not sent yet)`)
  await page.reload()
  await expectNotes(page, 'Buy milk', 'Buy bread (not sent yet)', `${'x'.repeat(201)} (not sent yet)`)
  await page.close()
  const other = await context.newPage()
  await other.goto(server.url)
  await expectNotes(other, 'Buy milk', 'Buy bread (not sent yet)', `${'x'.repeat(201)} (not sent yet)`)
  await server.restart()
  await other.getByRole('alert').getByText('the server answered 422').waitFor()
  await expectNotes(other, 'Buy milk', 'Buy bread')
  expect(server.readTexts()).toEqual(['Buy milk', 'Buy bread'])
  await other.getByRole('button', { name: 'Discard' }).click()
  await expect.poll(() => other.getByRole('alert').count()).toBe(0)
})
