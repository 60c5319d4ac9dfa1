import { chromium } from 'playwright'
import { afterAll, expect, inject, it } from 'vitest'
import { bundlePage } from '../../support/bundle-page.ts'
import type { LocalServer } from '../../support/local-server.ts'
import { startServer } from '../../support/local-server.ts'
import { writePrograms } from './page-programs.ts'

const { fileOf } = writePrograms('docs/recipes/offline.md')
const html =
  '<!doctype html><html lang="en"><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/app.js"></script></html>'

let server: LocalServer | undefined
afterAll(() => server?.stop())

it('the page of the recipe opens without a network, with its data, and fetches again when the network is back', async () => {
  let notes = ['Buy milk']
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', html],
    '/app.js': ['text/javascript', await bundlePage(fileOf('app.tsx'))],
    '/service-worker.js': ['text/javascript', await bundlePage(fileOf('service-worker.ts'))],
  }
  server = await startServer(({ url = '' }, response) => {
    const [type, text] = files[url] ?? ['application/json', JSON.stringify(notes)]
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text)
  })
  const browser = await chromium.launch(inject('chromium'))
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    await page.getByText('Buy milk').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))

    const reload = async () => {
      await page.reload()
      return page.getByRole('main').innerText()
    }

    await server.stop()
    expect(await reload()).toMatch(/Buy milk$/)
    await expect.poll(reload).toMatch(/^Offline\. From .*\s+Buy milk$/) // the data of before is recent for two seconds

    notes = ['Buy bread']
    await server.restart()
    await expect.poll(reload).toMatch(/^Online\s+Buy bread$/)
  } finally {
    await browser.close()
  }
})
