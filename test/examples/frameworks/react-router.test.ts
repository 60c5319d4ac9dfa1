import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { setUpApplication, waitForHydration } from './application.ts'
import { runNode } from './start.ts'

describe('an application with React Router', () => {
  const app = setUpApplication('react-router')

  test('compiles with the installed package', async () => {
    const tsc = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'typescript', 'bin', 'tsc')
    await runNode([tsc, '-p', app.folder, '--pretty', 'false'])
  })

  test('sends the data that its loaders prefetched, as HTML without scripts', async () => {
    const { page, requests } = await app.visit('/', { javaScriptEnabled: false })
    expect(await page.locator('li').allTextContents()).toEqual([
      'The Art of Forgetting by Ada',
      'Stale, and Proud of It by Grace',
    ])
    expect(requests).toEqual([])
  })

  test('caches the data in files, and reads them after a restart', async () => {
    await app.fetchHtml('/')
    const files = () =>
      readdirSync(join(app.folder, '.cachetta')).map((file) =>
        readFileSync(join(app.folder, '.cachetta', file), 'utf8'),
      )
    const before = files()
    expect(before).toEqual([expect.stringContaining('The Art of Forgetting')])
    await app.restart()
    expect(await app.fetchHtml('/')).toContain('The Art of Forgetting')
    expect(files()).toEqual(before)
  })

  test('hydrates without a warning, and does not fetch fresh data', async () => {
    const { page, requests } = await app.visit('/')
    await waitForHydration(page, 'li')
    expect(await page.locator('ul').getAttribute('data-source')).toBe('server')
    await page.getByText('Stale, and Proud of It').click()
    await page.locator('h1', { hasText: 'Stale, and Proud of It' }).waitFor()
    await page.getByText('Everybody should read book 2 twice.').waitFor()
    await page.getByText('All books').click()
    await page.getByText('The Art of Forgetting').waitFor()
    expect(requests).toEqual([])
  })

  test('streams data that a loader did not await into its boundary', async () => {
    await app.fetchHtml('/books/1')
    expect(await app.fetchHtml('/books/2')).toMatch(/Loading the review.*<blockquote>Everybody should read book/s)
    const { page, requests } = await app.visit('/books/2')
    await page.getByText('Everybody should read book 2 twice.').waitFor()
    await waitForHydration(page, 'blockquote')
    expect(requests).toEqual([])
  })

  test('shows a mutation at once, and the server renders it in the next page', async () => {
    const { page, requests } = await app.visit('/books/1')
    await waitForHydration(page, 'button')
    await page.getByRole('button', { name: 'Borrow' }).click()
    await page.getByRole('button', { name: 'Borrowed' }).waitFor()
    expect(requests).toEqual(['POST /api/books/1'])
    const { page: other } = await app.visit('/books/1', { javaScriptEnabled: false })
    expect(await other.locator('button').textContent()).toBe('Borrowed')
  })
})
