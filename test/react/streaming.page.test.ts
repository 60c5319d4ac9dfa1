import { describe, expect, test } from 'vitest'
import { names } from './entries.ts'
import { showsHydrated, streamedSite } from './streamed-site.tsx'

const site = streamedSite()
const answer = (name: string, value: string) => site.answers.get(name)?.resolve(value)

/** All lines except the one of React's development build. */
const talk = (lines: readonly string[]) => lines.filter((line) => !line.includes('React DevTools'))

describe.each(['/node', '/web'])('a page streamed from a server: %s', (way) => {
  test('shows each part before scripts run, and hydrates it without a mismatch and without a request (41, 45)', async () => {
    const { complaints, open } = await site.openBrowser()
    const page = await open(way)
    await page.getByText('the header').waitFor()
    await page.getByText('waiting for slow', { exact: true }).waitFor()
    answer('slow', 'Ada </script> é')
    await page.locator('output#slow').filter({ hasText: 'Ada </script> é' }).waitFor()
    expect(await page.locator('[data-hydrated=true]').count()).toBe(0)

    site.releaseScript()
    await showsHydrated(page, 'header-at-once', 'the header')
    await showsHydrated(page, 'slow', 'Ada')
    await page.getByText('waiting for slower').waitFor()
    answer('slower', 'Grace')
    await showsHydrated(page, 'slower', 'Grace')
    await page.waitForLoadState('networkidle')

    expect(site.requests).toEqual([])
    expect(talk(complaints)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.outerHTML.includes('__cachetta'))).toBe(false)
    await expect.poll(() => names(page)).toHaveLength(3)
  })

  test('hydrates a late boundary as the server rendered it, whatever the store and another tab bring meanwhile (41)', async () => {
    const { complaints, open } = await site.openBrowser()
    site.releaseScript()
    answer('slow', 'slow 1')
    answer('slower', 'slower 1')
    const other = await open(way)
    await showsHydrated(other, 'slower', 'slower 1')
    await expect.poll(() => names(other)).toHaveLength(3)

    site.renew('slower')
    const page = await open(way)
    await showsHydrated(page, 'slow', 'slow 1')
    await other.evaluate(() => Reflect.get(globalThis, 'app').mutate('slower', 'of another tab'))
    answer('slower', 'slower 2')
    // Either value may be the newer one and show at last. The first render equals that of the server in both cases.
    await showsHydrated(page, 'slower', /slower 2|of another tab/)
    await page.waitForLoadState('networkidle')

    expect(site.requests).toEqual([])
    expect(talk(complaints)).toEqual([])
  })

  test('works with a state that was tampered with, and warns once', async () => {
    const { complaints, open } = await site.openBrowser()
    site.tamper((html) => html.replaceAll('"value":"slow', '"value":{"__proto__":{"polluted":1}},"was":"slow'))
    site.releaseScript()
    answer('slow', 'slow')
    answer('slower', 'slower')
    const page = await open(way)
    await page.getByText('/api/slow in the browser').waitFor()
    await page.getByText('/api/slower in the browser').waitFor()

    expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
    const warnings = talk(complaints).filter((line) => line.includes('cachetta:'))
    expect(warnings).toEqual([
      expect.stringMatching(/^warning cachetta: the state that came with the page cannot be used/),
    ])
    await showsFetchedOnce()
  })

  test('fetches in the browser if the state has an unknown format', async () => {
    const { complaints, open } = await site.openBrowser()
    site.tamper((html) => html.replaceAll('{"cachetta":1,"entries"', '{"cachetta":99,"entries"'))
    site.releaseScript()
    answer('slow', 'slow')
    answer('slower', 'slower')
    const page = await open(way)
    await page.getByText('/api/header in the browser').waitFor()
    await page.getByText('/api/slow in the browser').waitFor()
    await page.getByText('/api/slower in the browser').waitFor()
    expect(talk(complaints).filter((line) => line.includes('cachetta:'))).toEqual([
      expect.stringContaining('the format 1'),
    ])
  })

  test('lets the browser fetch for a boundary whose fetcher throws on the server', async () => {
    const { complaints, open } = await site.openBrowser()
    site.releaseScript()
    const page = await open(way)
    await page.getByText('waiting for slower').waitFor()
    site.answers.get('slow')?.reject(new Error('the password is swordfish'))
    answer('slower', 'Grace')
    await page.getByText('/api/slow in the browser').waitFor()
    await page.locator('output#slower[data-hydrated=true]').filter({ hasText: 'Grace' }).waitFor()
    expect(site.requests).toEqual(['/api/slow'])
    expect(talk(complaints)).toEqual([])
    expect(site.errors).toHaveLength(1)
  })

  test('stops rendering on the server when its reader disconnects', async () => {
    const reader = new AbortController()
    const response = await fetch(site.url + way, { signal: reader.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(Buffer.from(value ?? []).toString()).toContain('waiting for slower')
    reader.abort()
    await expect.poll(() => site.errors.length).toBeGreaterThan(0)
    answer('slow', 'nobody reads it')
  })
})

async function showsFetchedOnce(): Promise<void> {
  expect([...site.requests].sort()).toEqual(['/api/slow', '/api/slower'])
}
