import type { CDPSession, Page } from 'playwright'
import { expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import type { PageSettings } from '../page-scripts/entries.tsx'
import { callApp, pathOf } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

const count = process.env['CACHETTA_LONG'] ? 100_000 : 3_000
const slice = 500

// More entries than memory keeps, so that memory is full at the first measurement.
const warmUpCount = 2_000

const stores: [where: string, settings: PageSettings][] = [
  ['in memory only', { options: { persist: false } }],
  ['in IndexedDB', {}],
]

test.each(stores)('keeps no state of many keys that were mounted and unmounted: %s (36)', async (where, settings) => {
  const { context, open } = await site.openTabs(0)
  await context.addInitScript(countListeners)
  const page = await open(pathOf(settings))
  const listenersBefore = await readListeners(page)
  const devtools = await context.newCDPSession(page)
  await mountKeys(page, warmUpCount)
  const initialHeap = await measureHeap(devtools)
  const began = performance.now()
  await mountKeys(page, count)
  const elapsed = performance.now() - began
  const measureGrowth = async () => (await measureHeap(devtools)) - initialHeap
  await expect.poll(measureGrowth).toBeLessThan(1_000_000) // the last values stay in memory until they are written
  const growth = await measureGrowth()
  console.info(
    `${where}: ${count} keys in ${(elapsed / 1000).toFixed(1)} s; the heap of ${(initialHeap / 1e6).toFixed(1)} MB grew by ${(growth / 1e6).toFixed(2)} MB`,
  )
  expect(await callApp(page, 'countSlots')).toBe(0)
  expect(await readListeners(page)).toEqual(listenersBefore)
})

async function mountKeys(page: Page, total: number): Promise<void> {
  for (let mounted = 0; mounted < total; mounted += slice) await callApp(page, 'mountManyKeys', slice)
}

/** The bytes in use after the garbage collection. */
async function measureHeap(devtools: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize
}

function readListeners(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const counts: Record<string, number> = Reflect.get(globalThis, 'listeners')
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))
  })
}

/** Runs in the page: counts the listeners of the window and the document by the name of the event. */
function countListeners(): void {
  const counts: Record<string, number> = {}
  Reflect.set(globalThis, 'listeners', counts)
  const watch = (name: 'addEventListener' | 'removeEventListener', step: number) => {
    const original = EventTarget.prototype[name]
    EventTarget.prototype[name] = function (this: EventTarget, ...args: Parameters<typeof original>) {
      const [event] = args
      if (this === globalThis || this === document) counts[event] = (counts[event] ?? 0) + step
      return original.apply(this, args)
    }
  }
  watch('addEventListener', 1)
  watch('removeEventListener', -1)
}
