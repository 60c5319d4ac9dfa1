// What a page shows first after a reload. Its API is offline, so the data can only come from the store.
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { RestoredSettings } from '../page-scripts/restored.tsx'
import { extendDatabaseTimeout } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/restored.tsx')

const pathOf = (settings: RestoredSettings) => `/?${encodeURIComponent(JSON.stringify(settings))}`

const shownBy: Readonly<Record<RestoredSettings['hook'], string>> = {
  plain: 'data',
  suspense: 'data',
  use: 'datadata',
  list: 'page 0 page 1 page 2',
}

const readFrames = (page: Page) => page.evaluate((): readonly string[] => Reflect.get(globalThis, 'frames') as never)

const waitUntilShown = (page: Page, text: string) =>
  expect.poll(() => page.locator('#root').textContent(), { timeout: 20_000 }).toBe(text)

/** Opens a page, waits until it shows data from the API, and stops the API. */
async function openThenGoOffline(settings: RestoredSettings, initScript?: () => void): Promise<Page> {
  site.api.answer('/a', 'data')
  for (const index of [0, 1, 2]) site.api.answer(`/page-${index}`, `page ${index}`)
  const { context, open } = await site.openTabs(0)
  await extendDatabaseTimeout(context)
  if (initScript) await context.addInitScript(initScript)
  const page = await open(pathOf(settings))
  await waitUntilShown(page, shownBy[settings.hook])
  await site.api.stop()
  return page
}

const hooks = ['plain', 'suspense', 'use', 'list'] as const

describe.each(hooks)('the first frame after a reload, with the hook %s,', (hook) => {
  test.each(['shown', 'keys'] as const)('has the data after `restore` of what it loads: %s', async (restore) => {
    const page = await openThenGoOffline({ hook, restore })
    for (let reload = 0; reload < 3; reload += 1) {
      await page.reload()
      await waitUntilShown(page, shownBy[hook])
      expect(await readFrames(page)).toEqual([shownBy[hook]])
    }
  })

  test('has the data of a synchronous store', async () => {
    const page = await openThenGoOffline({ hook, store: 'localStorage' })
    await page.reload()
    await waitUntilShown(page, shownBy[hook])
    expect(await readFrames(page)).toEqual([shownBy[hook]])
  })

  test('lacks the data of IndexedDB without `restore`', async () => {
    const page = await openThenGoOffline({ hook })
    await page.reload()
    await waitUntilShown(page, shownBy[hook])
    expect((await readFrames(page))[0]).toBe('Loading')
  })
})

/** Runs in the page: counts its transactions that read, until it shows something. */
function countTransactions(): void {
  const original = IDBDatabase.prototype.transaction
  let count = 0
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (args[1] !== 'readwrite') count += 1
    return original.apply(this, args)
  }
  new MutationObserver(() => {
    if (document.querySelector('output') && !Reflect.has(globalThis, 'transactions'))
      Reflect.set(globalThis, 'transactions', count)
  }).observe(document, { childList: true, subtree: true })
}

test('`restore` reads the note and the entries in one transaction', async () => {
  const page = await openThenGoOffline({ hook: 'list', restore: 'shown' }, countTransactions)
  await page.reload()
  await waitUntilShown(page, shownBy.list)
  const ofOpening = 1 // it reads the invalidations of all tabs
  expect(await page.evaluate(() => Reflect.get(globalThis, 'transactions'))).toBe(ofOpening + 1)
})

test('a page that is left right after it has shown its data is restored', async () => {
  const page = await openThenGoOffline({ hook: 'plain', restore: 'shown' })
  await page.goto('about:blank')
  await page.goBack()
  await page.reload()
  await waitUntilShown(page, shownBy.plain)
  expect(await readFrames(page)).toEqual([shownBy.plain])
})
