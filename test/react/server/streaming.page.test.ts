import { describe, expect, test } from 'vitest'
import { readStoredIds } from '../support/entries-page.ts'
import { createStreamedSite, waitForHydrated } from '../support/streamed-site.tsx'

const site = createStreamedSite()
const answer = (name: string, value: string) => site.answers.get(name)?.resolve(value)

/** All messages except the one of React's development build. */
const withoutDevTools = (lines: readonly string[]) => lines.filter((line) => !line.includes('React DevTools'))

describe.each(['/node', '/web'])('a page streamed from a server: %s', (path) => {
  test('shows each part before scripts run, and hydrates it without a mismatch and without a request (41, 45)', async () => {
    const { messages, open } = await site.openBrowser()
    const page = await open(path)
    await page.getByText('the header').waitFor()
    await page.getByText('waiting for slow', { exact: true }).waitFor()
    answer('slow', 'Ada </script> é')
    await page.locator('output#slow').filter({ hasText: 'Ada </script> é' }).waitFor()
    expect(await page.locator('[data-hydrated=true]').count()).toBe(0)

    site.releaseScript()
    await waitForHydrated(page, 'header-at-once', 'the header')
    await waitForHydrated(page, 'slow', 'Ada')
    await page.getByText('waiting for slower').waitFor()
    answer('slower', 'Grace')
    await waitForHydrated(page, 'slower', 'Grace')
    await page.waitForLoadState('networkidle')

    expect(site.requests).toEqual([])
    expect(withoutDevTools(messages)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.outerHTML.includes('__cachetta'))).toBe(false)
    await expect.poll(() => readStoredIds(page)).toHaveLength(3)
  })

  test('hydrates a late boundary as the server rendered it, even if the store or another tab has other data by then (41)', async () => {
    const { messages, open } = await site.openBrowser()
    site.releaseScript()
    answer('slow', 'slow 1')
    answer('slower', 'slower 1')
    const other = await open(path)
    await waitForHydrated(other, 'slower', 'slower 1')
    await expect.poll(() => readStoredIds(other)).toHaveLength(3)

    site.renewAnswer('slower')
    const page = await open(path)
    await waitForHydrated(page, 'slow', 'slow 1')
    await other.evaluate(() => Reflect.get(globalThis, 'app').mutate('slower', 'of another tab'))
    answer('slower', 'slower 2')
    // Either value can be the newer one, which shows last. In both cases, the first render equals that of the server.
    await waitForHydrated(page, 'slower', /slower 2|of another tab/)
    await page.waitForLoadState('networkidle')

    expect(site.requests).toEqual([])
    expect(withoutDevTools(messages)).toEqual([])
  })

  test('works with a state that was tampered with, and warns once', async () => {
    const { messages, open } = await site.openBrowser()
    site.changeHtml((html) => html.replaceAll('"value":"slow', '"value":{"__proto__":{"polluted":1}},"was":"slow'))
    site.releaseScript()
    answer('slow', 'slow')
    answer('slower', 'slower')
    const page = await open(path)
    await page.getByText('/api/slow in the browser').waitFor()
    await page.getByText('/api/slower in the browser').waitFor()

    expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
    const warnings = withoutDevTools(messages).filter((line) => line.includes('cachetta:'))
    expect(warnings).toEqual([expect.stringMatching(/^warning cachetta: the state of the page cannot be used/)])
    await expectOneFetchPerBoundary()
  })

  test('fetches in the browser if the state has an unknown format', async () => {
    const { messages, open } = await site.openBrowser()
    site.changeHtml((html) => html.replaceAll('{"cachetta":1,"entries"', '{"cachetta":99,"entries"'))
    site.releaseScript()
    answer('slow', 'slow')
    answer('slower', 'slower')
    const page = await open(path)
    await page.getByText('/api/header in the browser').waitFor()
    await page.getByText('/api/slow in the browser').waitFor()
    await page.getByText('/api/slower in the browser').waitFor()
    expect(withoutDevTools(messages).filter((line) => line.includes('cachetta:'))).toEqual([
      expect.stringContaining('the format 1'),
    ])
  })

  test('lets the browser fetch for a boundary whose fetcher throws on the server', async () => {
    const { messages, open } = await site.openBrowser()
    site.releaseScript()
    const page = await open(path)
    await page.getByText('waiting for slower').waitFor()
    site.answers.get('slow')?.reject(new Error('the password is swordfish'))
    answer('slower', 'Grace')
    await page.getByText('/api/slow in the browser').waitFor()
    await page.locator('output#slower[data-hydrated=true]').filter({ hasText: 'Grace' }).waitFor()
    expect(site.requests).toEqual(['/api/slow'])
    expect(withoutDevTools(messages)).toEqual([])
    expect(site.errors).toHaveLength(1)
  })

  test('stops rendering on the server when its reader disconnects', async () => {
    const reader = new AbortController()
    const response = await fetch(site.url + path, { signal: reader.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(Buffer.from(value ?? []).toString()).toContain('waiting for slower')
    reader.abort()
    await expect.poll(() => site.errors.length).toBeGreaterThan(0)
    answer('slow', 'without a reader')
  })
})

async function expectOneFetchPerBoundary(): Promise<void> {
  expect([...site.requests].sort()).toEqual(['/api/slow', '/api/slower'])
}
