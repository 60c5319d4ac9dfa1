import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../support/pages.ts'

declare global {
  var addNote: (text: string) => Promise<void>
}

const site = createSite('test/outbox/page-scripts/notes.tsx')

const add = (page: Page, text: string) => page.evaluate((each) => globalThis.addNote(each), text)
const textOf = (page: Page) => page.locator('output').textContent()

/** A server that recognises ids. `attempts` counts how often it was asked to add each note. */
function serveNotes() {
  const notes: { id: string; text: string }[] = []
  const attempts: string[] = []
  site.api.answer('/notes', () => [...notes])
  site.api.answer('/add', ({ url = '' }: { url?: string }) => {
    const { searchParams } = new URL(url, 'http://localhost')
    const [id, text] = ['id', 'text'].map((name) => searchParams.get(name) ?? '') as [string, string]
    attempts.push(text)
    if (!notes.some((note) => note.id === id)) notes.push({ id, text })
    return { id, text }
  })
  return { attempts, texts: () => notes.map(({ text }) => text) }
}

test('a note that was written while the server was down shows after a reload, and arrives when the server is back', async () => {
  const { texts } = serveNotes()
  const { open, pages } = await site.openTabs(1)
  const [page] = pages as [Page]
  await add(page, 'first')
  await expect.poll(() => textOf(page)).toBe('first')
  await site.api.stop()
  await add(page, 'second')
  await expect.poll(() => textOf(page)).toBe('first second+')
  await page.reload()
  await expect.poll(() => textOf(page)).toBe('first second+')
  await page.close()
  const other = await open()
  await expect.poll(() => textOf(other)).toBe('first second+')
  await site.api.restart()
  await expect.poll(() => textOf(other)).toBe('first second')
  expect(texts()).toEqual(['first', 'second'])
})

test('a note whose request is on its way when the page is left is sent again with the same id', async () => {
  const { attempts, texts } = serveNotes()
  const { pages } = await site.openTabs(1)
  const [page] = pages as [Page]
  const held = site.api.hold('/add')
  await add(page, 'only')
  await held.waitForCount(1)
  await page.reload()
  held.release()
  await expect.poll(() => textOf(page)).toBe('only')
  expect(texts()).toEqual(['only'])
  expect(attempts).toEqual(['only', 'only'])
})

const endings: [name: string, end: (page: Page) => Promise<unknown>][] = [
  ['is closed', (page) => page.close()],
  ['crashes', (page) => page.goto('chrome://crash').catch(() => {})],
]

//     tab A   |-lock-|-first~~~~~~✗
//     tab B   |~~~~~~~~~~asks every second~~~|-lock-|-first, the same id-|-second-|
test.each(endings)('a tab that %s while it sends is replaced by another one', async (_name, end) => {
  const { attempts, texts } = serveNotes()
  const { pages } = await site.openTabs(2)
  const [first, second] = pages as [Page, Page]
  const held = site.api.hold('/add')
  await add(first, 'first')
  await held.waitForCount(1)
  await add(second, 'second')
  await end(first)
  held.release()
  await expect.poll(() => textOf(second)).toBe('first second')
  expect(texts()).toEqual(['first', 'second'])
  expect(attempts.filter((text) => text === 'first').length).toBeGreaterThan(1)
  expect(attempts.filter((text) => text === 'second')).toHaveLength(1)
})
