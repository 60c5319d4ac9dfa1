// What tests in Node do with pages/entries.tsx.
import type { BrowserContext, Page } from 'playwright'
import { onTestFinished } from 'vitest'
import type { Site, Tabs } from '../support/pages.ts'
import type { App, Moment, Visit } from './pages/entries.tsx'

/** The address of a page that shows this. */
export function showing(...keys: readonly string[]): string {
  return asking({ keys })
}

export function asking(visit: Visit): string {
  return `/?${encodeURIComponent(JSON.stringify(visit))}`
}

/** Opens tabs whose databases may take longer to open, as they do where the machine has too much to do. */
export async function patientTabs(site: Site, count: number, path?: string): Promise<Tabs> {
  const tabs = await site.openTabs(0)
  await waitPatiently(tabs.context)
  await Promise.all(Array.from({ length: count }, () => tabs.open(path)))
  return tabs
}

/** Gives the databases of all pages of a context more time to open. */
export async function waitPatiently(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const { setTimeout } = globalThis
    const patient = (task: () => void, span?: number, ...args: unknown[]) =>
      setTimeout(task, span === 50 ? 2_500 : span, ...args) // a step of its patience
    Object.assign(globalThis, { setTimeout: patient })
  })
}

type Verb = Exclude<keyof App, 'moments'>

/** Calls a verb of the page, with what can be sent there. */
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
  ) as Promise<Awaited<ReturnType<App[V]>>> // what the page's verb answers
}

/** Waits until an entry shows this value, or with `nothing` none, for as long as it may take. */
export async function shows(page: Page, key: string, value: unknown, timeout = 10_000): Promise<void> {
  const text = value === 'nothing' ? value : JSON.stringify(value)
  await page.locator(`output[id=${JSON.stringify(key)}]:text-is(${JSON.stringify(text)})`).waitFor({ timeout })
}

/** All that an entry has shown, in order. */
export async function momentsOf(page: Page, key: string): Promise<readonly Moment[]> {
  const moments: readonly Moment[] = await page.evaluate(() => Reflect.get(globalThis, 'app').moments)
  return moments.filter((moment) => moment.key === key)
}

/** The names of all entries in IndexedDB. */
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

/** Collects what the pages of a context write to the console: the lines of the cache alone. */
export function complaintsOf(context: BrowserContext): readonly string[] {
  const lines: string[] = []
  context.on('console', (message) => {
    if (message.text().startsWith('cachetta:')) lines.push(`${message.type()} ${message.text()}`)
  })
  onTestFinished(() => void context.removeAllListeners('console'))
  return lines
}
