import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking, complaintsOf, momentsOf, names, patientTabs, shows } from './entries.ts'
import type { Visit } from './pages/entries.tsx'

const site = siteOf('test/react/pages/entries.tsx')

/** Opens a tab and waits until it shows an entry. The API answers the second request with another value. */
async function tabWith(visit: Visit): Promise<Page> {
  let asked = 0
  site.api.answer('/a', () => `answer ${++asked}`)
  const { open } = await patientTabs(site, 0)
  const page = await open(asking({ keys: ['a'], ...visit }))
  await shows(page, 'a', 'answer 1')
  return page
}

const firstOf = async (page: Page) => (await momentsOf(page, 'a')).find(({ data }) => data !== undefined)

/** Makes the stored entry older, damages its record, or replaces its key. */
function changeRecord(page: Page, change: 'age a day' | 'age a month' | 'spoil' | 'replace'): Promise<void> {
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
              spoil: { spoilt: true },
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
    const tabs = await patientTabs(site, 0)
    await tabs.context.addInitScript(countReads)
    for (const key of keys) site.api.answer(`/${key}`, `data of ${key}`)
    const before = await tabs.open(asking({ keys }))
    await ask(before, 'fill', count)
    for (const key of keys) await shows(before, key, `data of ${key}`)
    await expect.poll(async () => (await names(before)).length, { timeout: 20_000 }).toBe(count + 3)
    await before.close()

    await site.api.disappear()
    const page = await tabs.open(asking({ keys }))
    for (const key of keys) {
      await shows(page, key, `data of ${key}`)
      const first = (await momentsOf(page, key)).find(({ data }) => data !== undefined)
      expect(first).toMatchObject({ data: `data of ${key}`, source: 'store' })
    }
    expect(await page.evaluate(() => Reflect.get(globalThis, 'readsAtFirstData'))).toEqual({
      transactions: 1,
      gets: 3,
      others: 0,
    })
  })
})

describe('an entry from IndexedDB', () => {
  test('shows without a request while it is fresh (46)', async () => {
    const page = await tabWith({ options: { duration: '1h' } })
    await page.reload()
    await shows(page, 'a', 'answer 1')
    await page.waitForLoadState('networkidle')
    expect(await firstOf(page)).toMatchObject({ data: 'answer 1', source: 'store', isValidating: false })
    expect(site.api.requests('/a')).toBe(1)
  })

  test('shows, and is then fetched, if it is stale (46)', async () => {
    const page = await tabWith({ options: { duration: '1h' } })
    await changeRecord(page, 'age a day')
    await page.reload()
    await shows(page, 'a', 'answer 2')
    expect(await firstOf(page)).toMatchObject({ data: 'answer 1', source: 'store', isValidating: true })
    expect(site.api.requests('/a')).toBe(2)
  })

  test('does not show and is deleted if it is too old (46)', async () => {
    const page = await tabWith({ options: { duration: '1h' } })
    await changeRecord(page, 'age a month')
    site.api.fail('/a', 500)
    await page.reload()
    await page.getByText('Error: /a answered 500').waitFor()
    expect(await firstOf(page)).toBeUndefined()
    expect(await names(page)).toEqual([])
  })

  test.each(['spoil', 'replace'] as const)('is a miss, logged once, if it was changed: %s (47)', async (change) => {
    const page = await tabWith({ options: { duration: '1h' } })
    const lines = complaintsOf(page.context())
    await changeRecord(page, change)
    await page.reload()
    await shows(page, 'a', 'answer 2')
    expect(await firstOf(page)).toMatchObject({ data: 'answer 2', source: 'network' })
    expect(lines.length).toBeLessThanOrEqual(1)
    await page.reload()
    await shows(page, 'a', 'answer 2')
    expect(site.api.requests('/a')).toBe(2)
  })

  test('is a miss if another version of the application wrote it (47)', async () => {
    const page = await tabWith({ options: { duration: '1h', version: 1 } })
    await page.goto(new URL(asking({ keys: ['a'], options: { duration: '1h', version: 2 } }), page.url()).href)
    await shows(page, 'a', 'answer 2')
    expect(await firstOf(page)).toMatchObject({ data: 'answer 2', source: 'network' })
  })

  test('does not exist if `persist` is false', async () => {
    const page = await tabWith({ options: { duration: '1h', persist: false } })
    await ask(page, 'mutate', 'b', 'opens the database')
    await expect.poll(() => names(page)).toHaveLength(1)
    await page.reload()
    await shows(page, 'a', 'answer 2')
    expect((await names(page)).filter((name) => name.includes('"a"'))).toEqual([])
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
