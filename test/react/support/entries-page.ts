// Functions with which tests in Node control page-scripts/entries.tsx.
import type { BrowserContext, Page } from 'playwright'
import { expect, onTestFinished } from 'vitest'
import type { Site, Tabs } from '../../support/pages.ts'
import type { App, Commit, PageSettings } from '../page-scripts/entries.tsx'

/** The path of a page that shows these keys. */
export function pathOfKeys(...keys: readonly string[]): string {
  return pathOf({ keys })
}

/** The path of a page with these settings. */
export function pathOf(settings: PageSettings): string {
  return `/?${encodeURIComponent(JSON.stringify(settings))}`
}

/** Opens tabs that wait longer for their databases, because a database opens slowly on a busy machine. */
export async function openTabsWithLongTimeout(site: Site, count: number, path?: string): Promise<Tabs> {
  const tabs = await site.openTabs(0)
  await extendDatabaseTimeout(tabs.context)
  await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
  return tabs
}

/** Makes all pages of a context wait longer for their databases. */
export async function extendDatabaseTimeout(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { setTimeout } = globalThis
    const setLongTimeout = (task: () => void, span?: number, ...args: unknown[]) =>
      setTimeout(task, span === 50 ? 2_500 : span, ...args) // the wait for the database has steps of 50 ms
    Object.assign(globalThis, { setTimeout: setLongTimeout })
  })
}

type Method = Exclude<keyof App, 'commits'>

/** Calls a method of `app` in the page. The arguments are serialized. */
export function callApp<Name extends Method>(
  page: Page,
  method: Name,
  ...args: Parameters<App[Name]>
): Promise<Awaited<ReturnType<App[Name]>>> {
  return page.evaluate(
    ([name, parameters]) => {
      const app: Record<string, (...args: unknown[]) => never> = Reflect.get(globalThis, 'app')
      return app[name]?.(...parameters)
    },
    [method as string, args as unknown[]] as const,
  ) as Promise<Awaited<ReturnType<App[Name]>>> // the result of that method
}

/** Waits until an entry shows this value. `nothing` stands for no value. */
export async function waitForValue(page: Page, key: string, value: unknown, timeout = 10_000): Promise<void> {
  const text = value === 'nothing' ? value : JSON.stringify(value)
  await page.locator(`output[id=${JSON.stringify(key)}]:text-is(${JSON.stringify(text)})`).waitFor({ timeout })
}

/** Returns all that an entry has shown, in order. */
export async function readCommits(page: Page, key: string): Promise<readonly Commit[]> {
  const commits: readonly Commit[] = await page.evaluate(() => Reflect.get(globalThis, 'app').commits)
  return commits.filter((commit) => commit.key === key)
}

/** Returns the ids of all entries in IndexedDB. */
export function readStoredIds(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('cachetta')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const { result: database } = opening
          const request = database.transaction('entries').objectStore('entries').getAllKeys()
          request.onsuccess = () => {
            database.close()
            resolve(request.result.filter((id) => typeof id === 'string'))
          }
        }
      }),
  )
}

/** Returns all that IndexedDB has, as text. */
export function readStored(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('cachetta')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const { result: database } = opening
          const request = database.transaction('entries').objectStore('entries').getAll()
          request.onsuccess = () => {
            database.close()
            resolve(JSON.stringify(request.result.filter((record) => record.entry)))
          }
        }
      }),
  )
}

/** Returns the values of all entries in IndexedDB, in alphabetical order. */
export async function readStoredValues(page: Page): Promise<readonly unknown[]> {
  const records: readonly { readonly entry: { readonly value: unknown } }[] = JSON.parse(await readStored(page))
  return records.map(({ entry }) => entry.value).sort()
}

/** Checks that no document, no memory and no database has a text, and that it does not come back. */
export async function expectNoTrace(pages: readonly Page[], text: string): Promise<void> {
  await expect.poll(() => findTraces(pages, text)).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await findTraces(pages, text)).toEqual([])
}

/** Returns what has a text: documents, memories, databases. */
export async function findTraces(pages: readonly Page[], text: string): Promise<readonly string[]> {
  const found = await Promise.all(
    pages.map(async (page) => [
      await page.innerText('body'),
      await callApp(page, 'readMemory'),
      await readStored(page),
    ]),
  )
  return found.flat().filter((each) => each.includes(text))
}

/** Records the console lines of the cache from all pages of a context. */
export function recordCacheLines(context: BrowserContext): readonly string[] {
  const lines: string[] = []
  context.on('console', (message) => {
    if (message.text().startsWith('cachetta:')) lines.push(`${message.type()} ${message.text()}`)
  })
  onTestFinished(() => void context.removeAllListeners('console'))
  return lines
}
