// Pictures of the site over docs/: one page of each kind, and the search. .cache/pictures/docs/<page>-<width>-<theme>.png
import { join } from 'node:path'
import { preview } from 'vite'
import { buildSite } from '../docs.mjs'
import { root } from '../frame.mjs'

const pages = {
  start: '',
  concepts: 'concepts.html',
  components: 'components.html',
  compatibility: 'compatibility.html',
  reference: 'api/cachetta/functions/lookup.html',
  options: 'api/cachetta/interfaces/CachettaOptions.html',
}

export async function takePictures({ browser, variants, folder }) {
  buildSite()
  const outDir = join(root, '.cache', 'docs')
  const server = await preview({ root, configFile: false, build: { outDir }, preview: { port: 0 } })
  const url = server.resolvedUrls.local[0]
  try {
    for (const variant of variants) await takeVariant({ browser, variant, folder, url })
    return (Object.keys(pages).length + 2) * variants.length
  } finally {
    await server.close()
  }
}

async function takeVariant({ browser, variant, folder, url }) {
  const context = await browser.newContext({ viewport: variant.viewport, colorScheme: variant.theme })
  const page = await context.newPage()
  const take = (name) => page.screenshot({ path: join(folder, `${name}-${variant.name}.png`) })
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(url + path)
    await page.waitForLoadState('networkidle')
    await take(name)
  }
  await page.locator('.VPNavBarSearch button').click()
  await page.locator('#localsearch-input').fill('log out')
  await page.locator('#localsearch-list a').first().waitFor()
  await take('search')
  await page.goto(`${url}concepts.html`)
  await page.locator('.vp-doc h2').nth(2).scrollIntoViewIfNeeded()
  await take('concepts-below')
  await context.close()
}
