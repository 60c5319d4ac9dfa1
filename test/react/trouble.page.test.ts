import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import type { Tabs } from '../support/pages.ts'
import { siteOf } from '../support/pages.ts'
import { ask, asking, complaintsOf, patientTabs, showing, shows } from './entries.ts'

const site = siteOf('test/react/pages/entries.tsx')

/** Opens a profile. `prepare` runs in each of its pages before any other script. */
async function profileWith(
  prepare: () => void,
  tabsOf: () => Promise<Tabs> = () => site.openTabs(0),
): Promise<Tabs & { readonly lines: readonly string[] }> {
  site.api.answer('/a', 'from the server')
  const tabs = await tabsOf()
  await tabs.context.addInitScript(prepare)
  return { ...tabs, lines: complaintsOf(tabs.context) }
}

/** Shows, mutates, mounts again and invalidates an entry, and checks what the page shows. */
async function works(page: Page): Promise<void> {
  await shows(page, 'a', 'from the server')
  await ask(page, 'mutate', 'a', 'mutated')
  await shows(page, 'a', 'mutated')
  await ask(page, 'show')
  await ask(page, 'show', 'a')
  await shows(page, 'a', 'mutated')
  await ask(page, 'invalidate', 'a')
  await shows(page, 'a', 'from the server')
}

const patiently = () => patientTabs(site, 0)

const visit = asking({ keys: ['a'], options: { duration: '1h' } })

describe('a page whose IndexedDB', () => {
  const troubles: [title: string, prepare: () => void][] = [
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
          const begun = transaction.apply(this, args)
          begun.commit = () => begun.abort()
          return begun
        }
      },
    ],
  ]

  test.each(troubles)('%s works from memory, with at most one warning (51)', async (_title, prepare) => {
    const { lines, open } = await profileWith(prepare)
    const page = await open(visit)
    await works(page)
    await page.waitForTimeout(300) // until the page has written
    expect(lines.filter((line) => /^(warning|error)/.test(line)).length).toBeLessThanOrEqual(1)
  })

  test('does not answer waits 200 ms, and not much longer, before it sends its request', async () => {
    const { open } = await profileWith(() => {
      IDBFactory.prototype.open = () => {
        performance.mark('opening')
        return {} as IDBOpenDBRequest
      }
    })
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
    const waited = await page.evaluate(() => {
      const startOf = (name: string) => performance.getEntries().find((entry) => entry.name.endsWith(name))?.startTime
      return Number(startOf('/a')) - Number(startOf('opening'))
    })
    expect(waited).toBeGreaterThan(190)
    expect(waited).toBeLessThan(5_000)
  })

  test('answers late uses it from then on', async () => {
    const { lines, open } = await profileWith(makeFirstOpeningLate)
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
    await page.waitForFunction(() => Reflect.has(globalThis, 'hasOpened'))
    await ask(page, 'mutate', 'a', 'kept at last')
    await page.reload()
    await shows(page, 'a', 'kept at last')
    expect(lines).toHaveLength(1)
  })

  test('answers in time while the page is busy uses it', async () => {
    const { lines, open } = await profileWith(() => {
      const { open } = IDBFactory.prototype
      IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
        queueMicrotask(() => {
          for (const until = performance.now() + 1_500; performance.now() < until; );
        })
        return open.apply(this, args)
      }
    })
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
    site.api.answer('/a', 'another value')
    await page.reload()
    await shows(page, 'a', 'from the server')
    expect(lines).toEqual([])
  })

  test('is closed while the page uses it opens it again', async () => {
    const { lines, open } = await profileWith(() => {
      const { transaction } = IDBDatabase.prototype
      IDBDatabase.prototype.transaction = function (...args) {
        Reflect.set(globalThis, 'connection', this)
        return transaction.apply(this, args)
      }
    }, patiently)
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
    await page.evaluate(() => Reflect.get(globalThis, 'connection').close())
    await ask(page, 'mutate', 'a', 'mutated')
    await page.reload()
    await shows(page, 'a', 'mutated')
    expect(lines).toEqual([])
  })

  test('is upgraded by a newer version in another tab works, and so does that tab', async () => {
    const { lines, open } = await profileWith(() => undefined, patiently)
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
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
    await works(page)
    await ask(other, 'show', 'a')
    await shows(other, 'a', 'from the server')
    for (const tab of [page, other]) await tab.waitForTimeout(300)
    expect(lines.length).toBeLessThanOrEqual(2) // one per page
  })

  test('waits for a tab that blocks an upgrade works from memory', async () => {
    const { lines, open } = await profileWith(() => undefined)
    const [holding, upgrading] = [await open(), await open()]
    const openRaw = (page: Page, version: number) =>
      page.evaluate(
        (wanted) =>
          new Promise((resolve) => {
            const request = indexedDB.open('cachetta', wanted)
            request.onsuccess = () => resolve(Reflect.set(globalThis, 'connection', request.result) && 'opened')
            request.onblocked = () => resolve('blocked')
          }),
        version,
      )
    expect([await openRaw(holding, 2), await openRaw(upgrading, 3)]).toEqual(['opened', 'blocked'])
    await works(await open(visit))
    expect(lines).toHaveLength(1)
  })

  test('is full shows data and keeps working (51)', async () => {
    const { context, lines, open } = await profileWith(() => undefined, patiently)
    const page = await open(visit)
    await shows(page, 'a', 'from the server')
    const devtools = await context.newCDPSession(page)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 })
    const big = 'x'.repeat(200_000)
    for (let round = 0; round < 5; round++) await ask(page, 'mutate', 'a', `${round} ${big}`)
    await shows(page, 'a', `4 ${big}`)
    await page.waitForTimeout(500) // until the page has written
    expect(lines.length).toBeLessThanOrEqual(1)

    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin })
    await ask(page, 'mutate', 'a', 'room again')
    await page.reload()
    await shows(page, 'a', 'room again')
  })
})

describe('a tab that cannot communicate with others', () => {
  const lacks: [what: string, prepare: () => void][] = [
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

  test.each(lacks)('works alone without %s', async (_what, prepare) => {
    const { lines, open } = await profileWith(prepare, patiently)
    const [page, other] = [await open(visit), await open(showing())]
    await works(page)
    await ask(page, 'mutate', 'a', 'kept')
    await page.reload()
    await shows(page, 'a', 'kept')
    await ask(other, 'show', 'a')
    await shows(other, 'a', 'kept')
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
