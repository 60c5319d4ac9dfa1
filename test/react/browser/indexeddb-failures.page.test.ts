import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import type { Tabs } from '../../support/pages.ts'
import { createSite } from '../../support/pages.ts'
import {
  callApp,
  openTabsWithLongTimeout,
  pathOf,
  pathOfKeys,
  recordCacheLines,
  waitForValue,
} from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

/** Opens a profile. `prepare` runs in each of its pages before any other script. */
async function openProfile(
  prepare: () => void,
  openTabs: () => Promise<Tabs> = () => site.openTabs(0),
): Promise<Tabs & { readonly lines: readonly string[] }> {
  site.api.answer('/a', 'from the server')
  const tabs = await openTabs()
  await tabs.context.addInitScript(prepare)
  return { ...tabs, lines: recordCacheLines(tabs.context) }
}

/** Shows, mutates, mounts again and invalidates an entry, and checks what the page shows. */
async function checkEntry(page: Page): Promise<void> {
  await waitForValue(page, 'a', 'from the server')
  await callApp(page, 'mutate', 'a', 'mutated')
  await waitForValue(page, 'a', 'mutated')
  await callApp(page, 'show')
  await callApp(page, 'show', 'a')
  await waitForValue(page, 'a', 'mutated')
  await callApp(page, 'invalidate', 'a')
  await waitForValue(page, 'a', 'from the server')
}

const openTabsPatiently = () => openTabsWithLongTimeout(site, 0)

const path = pathOf({ keys: ['a'], options: { duration: '1h' } })

describe('a page', () => {
  const failures: [title: string, prepare: () => void][] = [
    ['is missing', () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined })],
    [
      'is forbidden',
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        }
      },
    ],
    [
      'never answers',
      () => {
        IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
      },
    ],
    [
      'loses every connection',
      () => {
        const { transaction } = IDBDatabase.prototype
        IDBDatabase.prototype.transaction = function (...args) {
          this.close()
          return transaction.apply(this, args)
        }
      },
    ],
    [
      'aborts every transaction',
      () => {
        const { transaction } = IDBDatabase.prototype
        IDBDatabase.prototype.transaction = function (...args) {
          const started = transaction.apply(this, args)
          started.commit = () => started.abort()
          return started
        }
      },
    ],
  ]

  test.each(failures)('works from memory, with at most one warning, if IndexedDB %s (51)', async (_title, prepare) => {
    const { lines, open } = await openProfile(prepare)
    const page = await open(path)
    await checkEntry(page)
    await page.waitForTimeout(300) // time to write
    expect(lines.filter((line) => /^(warning|error)/.test(line)).length).toBeLessThanOrEqual(1)
  })

  test('waits 200 ms, and not much longer, for an IndexedDB that does not answer, then sends its request', async () => {
    const { open } = await openProfile(() => {
      IDBFactory.prototype.open = () => {
        performance.mark('opening')
        return {} as IDBOpenDBRequest
      }
    })
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    const waited = await page.evaluate(() => {
      const startOf = (name: string) => performance.getEntries().find((entry) => entry.name.endsWith(name))?.startTime
      return Number(startOf('/a')) - Number(startOf('opening'))
    })
    expect(waited).toBeGreaterThan(190)
    expect(waited).toBeLessThan(5_000)
  })

  test('uses an IndexedDB that answers late as soon as it answers', async () => {
    const { lines, open } = await openProfile(makeFirstOpeningLate)
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    await page.waitForFunction(() => Reflect.has(globalThis, 'hasOpened'))
    await callApp(page, 'mutate', 'a', 'stored at last')
    await page.reload()
    await waitForValue(page, 'a', 'stored at last')
    expect(lines).toHaveLength(1)
  })

  test('uses an IndexedDB that answers in time while the page is busy', async () => {
    const { lines, open } = await openProfile(() => {
      const { open } = IDBFactory.prototype
      IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
        queueMicrotask(() => {
          for (const until = performance.now() + 1_500; performance.now() < until; );
        })
        return open.apply(this, args)
      }
    })
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    site.api.answer('/a', 'another value')
    await page.reload()
    await waitForValue(page, 'a', 'from the server')
    expect(lines).toEqual([])
  })

  test('opens the database again after its connection was closed', async () => {
    const { lines, open } = await openProfile(() => {
      const { transaction } = IDBDatabase.prototype
      IDBDatabase.prototype.transaction = function (...args) {
        Reflect.set(globalThis, 'connection', this)
        return transaction.apply(this, args)
      }
    }, openTabsPatiently)
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    await page.evaluate(() => Reflect.get(globalThis, 'connection').close())
    await callApp(page, 'mutate', 'a', 'mutated')
    await page.reload()
    await waitForValue(page, 'a', 'mutated')
    expect(lines).toEqual([])
  })

  test('keeps working when a newer version in another tab upgrades the database, and so does that tab', async () => {
    const { lines, open } = await openProfile(() => undefined, openTabsPatiently)
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    const other = await open()
    const outcome = await other.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('cachetta', 99)
          request.onsuccess = () => resolve('upgraded')
          request.onblocked = () => resolve('blocked')
        }),
    )
    expect(outcome).toBe('upgraded')
    await checkEntry(page)
    await callApp(other, 'show', 'a')
    await waitForValue(other, 'a', 'from the server')
    for (const tab of [page, other]) await tab.waitForTimeout(300)
    expect(lines.length).toBeLessThanOrEqual(2) // one per page
  })

  test('works from memory while another tab blocks an upgrade of the database', async () => {
    const { lines, open } = await openProfile(() => undefined)
    const [blocking, upgrading] = [await open(), await open()]
    const openDatabase = (page: Page, version: number) =>
      page.evaluate(
        (requested) =>
          new Promise((resolve) => {
            const request = indexedDB.open('cachetta', requested)
            request.onsuccess = () => resolve(Reflect.set(globalThis, 'connection', request.result) && 'opened')
            request.onblocked = () => resolve('blocked')
          }),
        version,
      )
    expect([await openDatabase(blocking, 2), await openDatabase(upgrading, 3)]).toEqual(['opened', 'blocked'])
    await checkEntry(await open(path))
    expect(lines).toHaveLength(1)
  })

  test('shows data and keeps working if the quota is full (51)', async () => {
    const { context, lines, open } = await openProfile(() => undefined, openTabsPatiently)
    const page = await open(path)
    await waitForValue(page, 'a', 'from the server')
    const devtools = await context.newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 })
    const big = 'x'.repeat(200_000)
    for (let round = 0; round < 5; round++) await callApp(page, 'mutate', 'a', `${round} ${big}`)
    await waitForValue(page, 'a', `4 ${big}`)
    await page.waitForTimeout(500) // time to write
    expect(lines.length).toBeLessThanOrEqual(1)

    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin })
    await callApp(page, 'mutate', 'a', 'free space again')
    await page.reload()
    await waitForValue(page, 'a', 'free space again')
  })
})

describe('a tab that cannot communicate with others', () => {
  const missing: [title: string, prepare: () => void][] = [
    ['BroadcastChannel', () => void Reflect.deleteProperty(globalThis, 'BroadcastChannel')],
    ['Web Locks', () => Object.defineProperty(navigator, 'locks', { value: undefined })],
    [
      'either',
      () => {
        Reflect.deleteProperty(globalThis, 'BroadcastChannel')
        Object.defineProperty(navigator, 'locks', { value: undefined })
      },
    ],
  ]

  test.each(missing)('works alone without %s', async (_title, prepare) => {
    const { lines, open } = await openProfile(prepare, openTabsPatiently)
    const [page, other] = [await open(path), await open(pathOfKeys())]
    await checkEntry(page)
    await callApp(page, 'mutate', 'a', 'stored')
    await page.reload()
    await waitForValue(page, 'a', 'stored')
    await callApp(other, 'show', 'a')
    await waitForValue(other, 'a', 'stored')
    expect(lines).toEqual([])
  })
})

/** Runs in the page: the first opening of a database in the life of the tab takes 600 ms longer. */
function makeFirstOpeningLate(): void {
  if (origin === 'null' || sessionStorage.getItem('was late')) return
  sessionStorage.setItem('was late', 'yes')
  const { open } = IDBFactory.prototype
  IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
    const late = {} as Pick<IDBOpenDBRequest, 'onsuccess' | 'onupgradeneeded'> & { result: IDBDatabase }
    setTimeout(() => {
      const request = open.apply(this, args)
      request.onupgradeneeded = (event) => {
        late.result = request.result
        late.onupgradeneeded?.call(request, event)
      }
      request.onsuccess = (event) => {
        late.result = request.result
        late.onsuccess?.call(request, event)
        Reflect.set(globalThis, 'hasOpened', true)
      }
    }, 600)
    return late as unknown as IDBOpenDBRequest
  }
}
