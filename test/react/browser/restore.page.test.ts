import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { PageSettings } from '../page-scripts/entries.tsx'
import {
  callApp,
  openTabsWithLongTimeout,
  pathOf,
  readCommits,
  readStoredIds,
  readStoredValues,
  recordCacheLines,
  waitForValue,
} from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

/** Opens a tab and waits until it shows an entry. The API answers the second request with another value. */
async function openTab(settings: PageSettings): Promise<Page> {
  let requests = 0
  site.api.answer('/a', () => `answer ${++requests}`)
  const { open } = await openTabsWithLongTimeout(site, 0)
  const page = await open(pathOf({ keys: ['a'], ...settings }))
  await waitForValue(page, 'a', 'answer 1')
  return page
}

/** A page that is left before its database has opened loses what it would have written. */
const waitUntilStored = (page: Page, value: string) => expect.poll(() => readStoredValues(page)).toContain(value)

const readFirstData = async (page: Page) => (await readCommits(page, 'a')).find(({ data }) => data !== undefined)

/** Makes the stored entry older, damages its record, or replaces its key. */
function changeRecord(page: Page, change: 'age a day' | 'age a month' | 'damage' | 'replace'): Promise<void> {
  return page.evaluate(
    (how) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cachetta')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('entries', 'readwrite')
          const entries = transaction.objectStore('entries')
          const cursor = entries.openCursor(IDBKeyRange.lowerBound(''))
          cursor.onsuccess = () => {
            if (!cursor.result) return
            const { entry, ...rest } = cursor.result.value
            const days = how === 'age a day' ? 1 : 30
            const other: Record<string, unknown> = {
              damage: { damaged: true },
              replace: { ...rest, entry: { ...entry, key: 'z' } },
            }
            cursor.result.update(
              other[how] ?? { ...rest, entry: { ...entry, storedAt: entry.storedAt - days * 86_400_000 } },
            )
          }
          transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
          transaction.onabort = () => reject(transaction.error)
        }
      }),
    change,
  )
}

describe('a page that is reloaded while its API is offline', () => {
  test.each([10, 10_000])('shows its data after one read of a database of %i entries', async (count) => {
    const keys = ['a', 'b', 'c']
    const tabs = await openTabsWithLongTimeout(site, 0)
    await tabs.context.addInitScript(countReads)
    for (const key of keys) site.api.answer(`/${key}`, `data of ${key}`)
    const before = await tabs.open(pathOf({ keys }))
    await callApp(before, 'writeEntries', count)
    for (const key of keys) await waitForValue(before, key, `data of ${key}`)
    await expect.poll(async () => (await readStoredIds(before)).length, { timeout: 20_000 }).toBe(count + 3)
    await before.close()

    await site.api.stop()
    const page = await tabs.open(pathOf({ keys }))
    for (const key of keys) {
      await waitForValue(page, key, `data of ${key}`)
      const first = (await readCommits(page, key)).find(({ data }) => data !== undefined)
      expect(first).toMatchObject({ data: `data of ${key}`, source: 'store' })
    }
    expect(await page.evaluate(() => Reflect.get(globalThis, 'readsAtFirstData'))).toEqual({
      transactions: 2, // the first one reads what was invalidated
      gets: 3,
      others: 1,
    })
  })
})

describe('an entry from IndexedDB', () => {
  test('shows without a request while it is fresh (46)', async () => {
    const page = await openTab({ options: { duration: '1h' } })
    await waitUntilStored(page, 'answer 1')
    await page.reload()
    await waitForValue(page, 'a', 'answer 1')
    await page.waitForLoadState('networkidle')
    expect(await readFirstData(page)).toMatchObject({ data: 'answer 1', source: 'store', isValidating: false })
    expect(site.api.requests('/a')).toBe(1)
  })

  test('shows, and is then fetched, if it is stale (46)', async () => {
    const page = await openTab({ options: { duration: '1h' } })
    await changeRecord(page, 'age a day')
    await page.reload()
    await waitForValue(page, 'a', 'answer 2')
    expect(await readFirstData(page)).toMatchObject({ data: 'answer 1', source: 'store', isValidating: true })
    expect(site.api.requests('/a')).toBe(2)
  })

  test('does not show and is deleted if it is too old (46)', async () => {
    const page = await openTab({ options: { duration: '1h' } })
    await changeRecord(page, 'age a month')
    site.api.fail('/a', 500)
    await page.reload()
    await page.getByText('Error: /a answered 500').waitFor()
    expect(await readFirstData(page)).toBeUndefined()
    expect(await readStoredIds(page)).toEqual([])
  })

  test.each(['damage', 'replace'] as const)('is a miss, logged once, if it was changed: %s (47)', async (change) => {
    const page = await openTab({ options: { duration: '1h' } })
    const lines = recordCacheLines(page.context())
    await changeRecord(page, change)
    await page.reload()
    await waitForValue(page, 'a', 'answer 2')
    expect(await readFirstData(page)).toMatchObject({ data: 'answer 2', source: 'network' })
    expect(lines.length).toBeLessThanOrEqual(1)
    await waitUntilStored(page, 'answer 2')
    await page.reload()
    await waitForValue(page, 'a', 'answer 2')
    expect(site.api.requests('/a')).toBe(2)
  })

  test('is a miss if another version of the application wrote it (47)', async () => {
    const page = await openTab({ options: { duration: '1h', version: 1 } })
    await page.goto(new URL(pathOf({ keys: ['a'], options: { duration: '1h', version: 2 } }), page.url()).href)
    await waitForValue(page, 'a', 'answer 2')
    expect(await readFirstData(page)).toMatchObject({ data: 'answer 2', source: 'network' })
  })

  test('does not exist if `persist` is false', async () => {
    const page = await openTab({ options: { duration: '1h', persist: false } })
    await callApp(page, 'mutate', 'b', 'opens the database')
    await expect.poll(() => readStoredIds(page)).toHaveLength(1)
    await page.reload()
    await waitForValue(page, 'a', 'answer 2')
    expect((await readStoredIds(page)).filter((name) => name.includes('"a"'))).toEqual([])
  })
})

/** Runs in the page: counts the reads from databases until it shows the first data. */
function countReads(): void {
  const reads = { transactions: 0, gets: 0, others: 0 }
  const count = (prototype: object, name: string, kind: keyof typeof reads) => {
    const original = Reflect.get(prototype, name)
    Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
      if (kind !== 'transactions' || args[1] !== 'readwrite') reads[kind] += 1
      return original.apply(this, args)
    })
  }
  count(IDBDatabase.prototype, 'transaction', 'transactions')
  count(IDBObjectStore.prototype, 'get', 'gets')
  for (const name of ['getAll', 'getAllKeys', 'getKey', 'openCursor', 'openKeyCursor', 'count']) {
    count(IDBObjectStore.prototype, name, 'others')
    count(IDBIndex.prototype, name, 'others')
  }
  const watch = new MutationObserver(() => {
    if (Reflect.has(globalThis, 'readsAtFirstData') || !document.body?.textContent?.includes('data of')) return
    Reflect.set(globalThis, 'readsAtFirstData', { ...reads })
  })
  watch.observe(document, { childList: true, subtree: true, characterData: true })
}
