// After each test of a story, as it is at its end: on a phone and on a desk, light and dark, axe finds nothing, and the page does not
// scroll sideways.
import axe from 'axe-core'
import { afterEach, expect } from 'vitest'
import { page } from 'vitest/browser'

const widths = [375, 1440]
/** A theme changes only colours. */
const themes: readonly { readonly theme: string; readonly runOnly?: string[] }[] = [
  { theme: 'light' },
  { theme: 'dark', runOnly: ['color-contrast'] },
]

afterEach(async () => {
  for (const width of widths) {
    await page.viewport(width, 900)
    const { scrollWidth } = document.documentElement
    expect(scrollWidth, `the width of the content at ${width} px`).toBeLessThanOrEqual(width)
    for (const { theme, ...options } of themes) {
      document.documentElement.dataset['theme'] = theme
      expect(await findViolations(options), `what axe finds at ${width} px, ${theme}`).toEqual([])
    }
  }
})

async function findViolations(options: axe.RunOptions): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body, { resultTypes: ['violations'], ...options })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
