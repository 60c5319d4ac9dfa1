import type { CDPSession, Page } from 'playwright'
import { expect, test } from 'vitest'
import { siteOf } from '../support/pages.ts'
import { ask, asking } from './entries.ts'
import type { Visit } from './pages/entries.tsx'

const site = siteOf('test/react/pages/entries.tsx')

const count = process.env['CACHETTA_LONG'] ? 100_000 : 3_000
const slice = 500

// More entries than memory keeps, so that the first measurement is that of a full memory.
const first = 2_000

const stores: [where: string, visit: Visit][] = [
  ['in memory only', { options: { persist: false } }],
  ['in IndexedDB', {}],
]

test.each(stores)('keeps no state of many keys that were mounted and unmounted: %s (36)', async (where, visit) => {
  const { context, open } = await site.openTabs(0)
  await context.addInitScript(countListeners)
  const page = await open(asking(visit))
  const before = await listeners(page)
  const devtools = await context.newCDPSession(page)
  await pass(page, first)
  const level = await heapOf(devtools)
  const began = performance.now()
  await pass(page, count)
  const elapsed = performance.now() - began
  const growth = (await heapOf(devtools)) - level
  console.info(
    `${where}: ${count} keys in ${(elapsed / 1000).toFixed(1)} s; the heap of ${(level / 1e6).toFixed(1)} MB grew by ${(growth / 1e6).toFixed(2)} MB`,
  )
  expect(growth).toBeLessThan(1_000_000)
  expect(await ask(page, 'slots')).toBe(0)
  expect(await listeners(page)).toEqual(before)
})

async function pass(page: Page, keys: number): Promise<void> {
  for (let passed = 0; passed < keys; passed += slice) await ask(page, 'passThrough', slice)
}

/** The bytes in use after the garbage collection. */
async function heapOf(devtools: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  return usedSize
}

function listeners(page: Page): Promise<Record<string, number>> {
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
