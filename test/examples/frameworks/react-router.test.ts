import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applicationOf, hydrated } from './application.ts'
import { finished } from './start.ts'

describe('an application of React Router', () => {
  const app = applicationOf('react-router')

  test('compiles against the installed package', async () => {
    const tsc = join(import.meta.dirname, '..', '..', '..', 'node_modules', 'typescript', 'bin', 'tsc')
    await finished([tsc, '-p', app.folder, '--pretty', 'false'])
  })

  test('sends what its loaders prefetched, to be read before any script runs', async () => {
    const { page, requests } = await app.visit('/', { javaScriptEnabled: false })
    expect(await page.locator('li').allTextContents()).toEqual([
      'The Art of Forgetting by Ada',
      'Stale, and Proud of It by Grace',
    ])
    expect(requests).toEqual([])
  })

  test('keeps it in files, which the next process finds', async () => {
    await app.htmlOf('/')
    const files = () =>
      readdirSync(join(app.folder, '.cachetta')).map((file) =>
        readFileSync(join(app.folder, '.cachetta', file), 'utf8'),
      )
    const before = files()
    expect(before).toEqual([expect.stringContaining('The Art of Forgetting')])
    await app.restart()
    expect(await app.htmlOf('/')).toContain('The Art of Forgetting')
    expect(files()).toEqual(before)
  })

  test('is hydrated without a warning, and without a request for what is fresh', async () => {
    const { page, requests } = await app.visit('/')
    await hydrated(page, 'li')
    expect(await page.locator('ul').getAttribute('data-source')).toBe('server')
    await page.getByText('Stale, and Proud of It').click()
    await page.locator('h1', { hasText: 'Stale, and Proud of It' }).waitFor()
    await page.getByText('Everybody should read book 2 twice.').waitFor()
    await page.getByText('All books').click()
    await page.getByText('The Art of Forgetting').waitFor()
    expect(requests).toEqual([])
  })

  test('streams what a loader did not wait for into its boundary', async () => {
    await app.htmlOf('/books/1')
    expect(await app.htmlOf('/books/2')).toMatch(/Asking for a review.*<blockquote>Everybody should read book/s)
    const { page, requests } = await app.visit('/books/2')
    await page.getByText('Everybody should read book 2 twice.').waitFor()
    await hydrated(page, 'blockquote')
    expect(requests).toEqual([])
  })

  test('shows a mutation at once, and the server knows it in the next page', async () => {
    const { page, requests } = await app.visit('/books/1')
    await hydrated(page, 'button')
    await page.getByRole('button', { name: 'Borrow' }).click()
    await page.getByRole('button', { name: 'Borrowed' }).waitFor()
    expect(requests).toEqual(['POST /api/books/1'])
    const { page: other } = await app.visit('/books/1', { javaScriptEnabled: false })
    expect(await other.locator('button').textContent()).toBe('Borrowed')
  })
})
