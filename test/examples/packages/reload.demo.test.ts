import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { setUpBrowser, startDemo, waitForEntries, waitUntilReady } from './demo.ts'

const { visit } = setUpBrowser()

/** Runs in the page before its script: notes the text of the main part after each change. */
function noteFrames(): void {
  const frames: string[] = []
  Reflect.set(globalThis, 'frames', frames)
  new MutationObserver(() => {
    const text = document.querySelector('main')?.textContent
    if (text && text !== frames.at(-1)) frames.push(text)
  }).observe(document, { childList: true, subtree: true, characterData: true })
}

const readFrames = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'frames') as unknown as string[])

/** Visits a package, and waits until the browser has stored its data and noted what the page shows. */
async function visitPackage() {
  const demo = await startDemo()
  const visitor = await visit(demo, '/package/p-00%401.0.0')
  await waitUntilReady(visitor.page)
  await waitForEntries(visitor.page, /^"package"/, /^"notes"/, /^shown at \/package\/p-00.*package/)
  await visitor.page.addInitScript(noteFrames)
  return { demo, ...visitor }
}

describe('a reload', () => {
  it('without a server shows the data in the first frame', async () => {
    const { demo, page } = await visitPackage()
    await demo.stop()
    for (let reload = 0; reload < 3; reload += 1) {
      await page.reload()
      await page.getByRole('heading', { name: 'Dependencies' }).waitFor()
      const [first, ...later] = await readFrames(page)
      expect(first).toContain('File types')
      expect([first, ...later].join()).not.toContain('Waiting for')
    }
  })

  it('with a server never shows less than before', async () => {
    const { page } = await visitPackage()
    await page.reload()
    await waitUntilReady(page)
    const frames = await readFrames(page)
    const firstWithData = frames.findIndex((text) => text.includes('File types'))
    expect(firstWithData).toBeGreaterThanOrEqual(0)
    expect(frames.slice(firstWithData).every((text) => text.includes('File types'))).toBe(true)
    expect(frames.join()).not.toContain('Waiting for')
  })
})
