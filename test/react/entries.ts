// Functions with which tests in Node control pages/entries.tsx.
import type { BrowserContext, Page } from 'playwright'
import { onTestFinished } from 'vitest'
import type { Site, Tabs } from '../support/pages.ts'
import type { App, Moment, Visit } from './pages/entries.tsx'

/** Returns the address of a page that shows these keys. */
export function showing(...keys: readonly string[]): string {
  return asking({ keys })
}

export function asking(visit: Visit): string {
  return `/?${encodeURIComponent(JSON.stringify(visit))}`
}

/** Opens tabs that wait longer for their databases, because a database opens slowly on a busy machine. */
export async function patientTabs(site: Site, count: number, path?: string): Promise<Tabs> {
  const tabs = await site.openTabs(0)
  await waitPatiently(tabs.context)
  await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
  return tabs
}

/** Makes all pages of a context wait longer for their databases. */
export async function waitPatiently(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { setTimeout } = globalThis
    const patient = (task: () => void, span?: number, ...args: unknown[]) =>
      setTimeout(task, span === 50 ? 2_500 : span, ...args) // one step of the wait for the database
    Object.assign(globalThis, { setTimeout: patient })
  })
}

type Verb = Exclude<keyof App, 'moments'>

/** Calls a method of `app` in the page. The arguments are serialized. */
export function ask<V extends Verb>(
  page: Page,
  verb: V,
  ...args: Parameters<App[V]>
): Promise<Awaited<ReturnType<App[V]>>> {
  return page.evaluate(
    ([name, given]) => {
      const verbs: Record<string, (...args: unknown[]) => never> = Reflect.get(globalThis, 'app')
      return verbs[name]?.(...given)
    },
    [verb as string, args as unknown[]] as const,
  ) as Promise<Awaited<ReturnType<App[V]>>> // the result of that method
}

/** Waits until an entry shows this value. `nothing` stands for no value. */
export async function shows(page: Page, key: string, value: unknown, timeout = 10_000): Promise<void> {
  const text = value === 'nothing' ? value : JSON.stringify(value)
  await page.locator(`output[id=${JSON.stringify(key)}]:text-is(${JSON.stringify(text)})`).waitFor({ timeout })
}

/** Returns all that an entry has shown, in order. */
export async function momentsOf(page: Page, key: string): Promise<readonly Moment[]> {
  const moments: readonly Moment[] = await page.evaluate(() => Reflect.get(globalThis, 'app').moments)
  return moments.filter((moment) => moment.key === key)
}

/** Returns the names of all entries in IndexedDB. */
export function names(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('cachetta')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const { result: database } = opening
          const asking = database.transaction('entries').objectStore('entries').getAllKeys()
          asking.onsuccess = () => {
            database.close()
            resolve(asking.result.filter((name) => typeof name === 'string'))
          }
        }
      }),
  )
}

/** Collects the console lines of the cache from all pages of a context. */
export function complaintsOf(context: BrowserContext): readonly string[] {
  const lines: string[] = []
  context.on('console', (message) => {
    if (message.text().startsWith('cachetta:')) lines.push(`${message.type()} ${message.text()}`)
  })
  onTestFinished(() => void context.removeAllListeners('console'))
  return lines
}
