// The picture of the README: the story about a reload, after it was played. docs/images/reload-<theme>.png
import { join } from 'node:path'
import { root } from '../frame.mjs'
import { withStories } from './stories.mjs'

const themes = ['light', 'dark']

/** Around the story, so that no frame lies at the edge of the picture. */
const MARGIN = 16

export function takePictures({ browser }) {
  return withStories(async (toUrl) => {
    for (const theme of themes) await takeReload(browser, toUrl('first-steps-reload--story', theme), theme)
    return themes.length
  })
}

async function takeReload(browser, url, theme) {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 }, colorScheme: theme })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('button', { name: 'Play' }).click()
  await page.getByText('the page reloads').waitFor()
  await page.getByRole('region', { name: 'Result of the hook' }).getByText('disk').waitFor()
  await page.mouse.move(0, 0)
  const { x, y, width, height } = await page.locator('main').boundingBox()
  const clip = { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN }
  const path = join(root, 'docs', 'images', `reload-${theme}.png`)
  await page.screenshot({ path, clip, fullPage: true, scale: 'css' })
  await context.close()
}
