// Pictures of each story as it is when it opens: .cache/pictures/stories/<story>-<width>-<theme>.png
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { preview } from 'vite'
import { root, runNode } from '../frame.mjs'

const site = join(root, '.cache', 'storybook')

export function takePictures({ browser, variants, folder }) {
  return withStories(async (toUrl) => {
    const stories = listStories()
    for (const variant of variants) await takeVariant({ browser, variant, folder, stories, toUrl })
    return stories.length * variants.length
  })
}

/** Builds the stories and serves them while `work` runs. `toUrl` returns the address of a story. */
export async function withStories(work) {
  if (runNode(['scripts/storybook.mjs', 'build', '--quiet']) !== 0) throw new Error('The stories cannot be built.')
  const server = await preview({ root, configFile: false, build: { outDir: site }, preview: { port: 0 } })
  const { port } = server.httpServer.address()
  const toUrl = (id, theme) => `http://localhost:${port}/iframe.html?id=${id}&viewMode=story&globals=theme:${theme}`
  try {
    return await work(toUrl)
  } finally {
    await server.close()
  }
}

/** The ids of all stories, in the order of the side bar. */
function listStories() {
  const { entries } = JSON.parse(readFileSync(join(site, 'index.json'), 'utf8'))
  return Object.values(entries).flatMap(({ id, type }) => (type === 'story' ? [id] : []))
}

async function takeVariant({ browser, variant, folder, stories, toUrl }) {
  const context = await browser.newContext({ viewport: variant.viewport, colorScheme: variant.theme })
  const page = await context.newPage()
  for (const id of stories) {
    await page.goto(toUrl(id, variant.theme))
    await page.locator('#storybook-root h1').waitFor()
    await page.locator('#storybook-root [aria-label]').first().waitFor()
    await page.screenshot({ path: join(folder, `${id}-${variant.name}.png`), fullPage: true })
  }
  await context.close()
}
