// Pages of Chromium with nothing but a store, and calls of its methods from a test in Node.
import type { Page } from 'playwright'
import type { Site } from '../../support/pages.ts'
import { createSite } from '../../support/pages.ts'
import type { StorePage } from './page-scripts/store.ts'

export const site: Site = createSite('test/store/indexeddb/page-scripts/store.ts')

type Method = Exclude<keyof StorePage, 'changes'>

/** Calls a method of the page. Playwright copies the arguments and the result. */
export function callPage<M extends Method>(
  page: Page,
  method: M,
  ...args: Parameters<StorePage[M]>
): Promise<Awaited<ReturnType<StorePage[M]>>> {
  return page.evaluate(
    ([name, sent]) => {
      const methods: Record<string, (...args: unknown[]) => never> = Reflect.get(globalThis, 'page')
      return methods[name]?.(...sent)
    },
    [method as string, args as unknown[]] as const,
  ) as Promise<Awaited<ReturnType<StorePage[M]>>> // the result of the page's method
}

export async function openTwoTabs(): Promise<readonly [Page, Page]> {
  const { pages } = await site.openTabs(2)
  const [one, other] = pages
  if (one === undefined || other === undefined) throw new Error('there are no two tabs')
  return [one, other]
}

export async function waitForChange(page: Page, change: string): Promise<void> {
  await page.waitForFunction((expected) => Reflect.get(globalThis, 'page').changes.includes(expected), change)
}
