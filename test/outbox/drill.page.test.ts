import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../support/pages.ts'
import { createRandom } from '../support/random.ts'

declare global {
  var addNote: (text: string) => Promise<void>
}

const site = createSite('test/outbox/page-scripts/notes.tsx')

const ROUNDS = 10

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A server that recognises ids. */
function serveNotes() {
  const notes: { id: string; text: string }[] = []
  site.api.answer('/notes', () => [...notes])
  site.api.answer('/add', ({ url = '' }: { url?: string }) => {
    const { searchParams } = new URL(url, 'http://localhost')
    const [id, text] = ['id', 'text'].map((name) => searchParams.get(name) ?? '') as [string, string]
    if (!notes.some((note) => note.id === id)) notes.push({ id, text })
    return { id, text }
  })
  return { readTexts: () => notes.map(({ text }) => text) }
}

// In each round the server stops at a random moment while both tabs write. Then one tab is reloaded, or the other one is closed, as soon
// as the notes show. The first round does so while the tabs still open their database.
test.each(process.env['CACHETTA_LONG'] ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] : [4])(
  `nothing is lost and nothing arrives twice, ${ROUNDS} times in two tabs (seed %i)`,
  { timeout: 120_000 },
  async (seed) => {
    const { readTexts } = serveNotes()
    const tabs = await site.openTabs(2)
    const random = createRandom(seed)
    let [first, second] = tabs.pages as [Page, Page]
    const written: string[] = []
    const write = async (page: Page, text: string) => {
      written.push(text)
      await wait(random() * 100)
      await page.evaluate((each) => globalThis.addNote(each), text)
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      const stopping = wait(random() * 150).then(() => site.api.stop())
      await Promise.all([write(first, `${round}a`), write(second, `${round}b`), write(first, `${round}c`), stopping])
      if (random() < 0.5) await first.reload()
      else {
        await second.close()
        second = await tabs.open()
      }
      await wait(random() * 100)
      await site.api.restart()
      ;[first, second] = [second, first]
    }
    await expect.poll(() => readTexts().toSorted(), { timeout: 60_000 }).toEqual(written.toSorted())
    for (const page of [first, second]) {
      await expect.poll(() => page.locator('output').textContent(), { timeout: 20_000 }).toBe(readTexts().join(' '))
    }
  },
)
