import { describe, expect, test } from 'vitest'
import { callPage, openTwoTabs, site, waitForChange } from './store-pages.ts'

describe('a page', () => {
  test('finds after a reload the entries written right before it', async () => {
    const [page] = await openTwoTabs()
    for (let round = 0; round < 10; round++) {
      await callPage(page, 'set', 'a', `old ${round}`)
      // The second write waits behind the first, and the page reloads at once.
      await page.evaluate((value) => {
        const { set } = Reflect.get(globalThis, 'page')
        set('a', 'between')
        set('a', value)
        location.reload()
      }, `last ${round}`)
      await page.waitForFunction(() => Reflect.has(globalThis, 'page'))
      expect(await callPage(page, 'get', 'a')).toMatch(new RegExp(`(old|last) ${round}`))
    }
  })

  test('does not lose the last value when it is left', async () => {
    const [page, other] = await openTwoTabs()
    await callPage(page, 'set', 'a', 'before')
    await page.evaluate(async () => {
      const { set } = Reflect.get(globalThis, 'page')
      await set('b', 'on its way')
      await set('a', 'last')
    })
    await page.goto('about:blank')
    await expect.poll(() => callPage(other, 'get', 'a')).toBe('last')
  })

  test('does not lose the last value when it is left during an eviction', async () => {
    const [page, other] = await openTwoTabs()
    await page.evaluate(() => {
      const { get } = IDBObjectStore.prototype
      const total = 0
      /** Never answers, and keeps its transaction active. */
      function getSlowly(this: IDBObjectStore, name: IDBValidKey): IDBRequest {
        if (name !== total) return get.call(this, name)
        const again = () => {
          get.call(this, total).onsuccess = again
        }
        again()
        return Object.create(IDBRequest.prototype, { onsuccess: { writable: true }, onerror: { writable: true } })
      }
      IDBObjectStore.prototype.get = getSlowly
    })
    await callPage(page, 'set', 'a', 'before')
    await waitForChange(other, 'set a')
    await page.evaluate(() => void Reflect.get(globalThis, 'page').set('a', 'last'))
    await page.goto('about:blank')
    await expect.poll(() => callPage(other, 'get', 'a')).toBe('last')
  })

  test('reads its first entry as fast among 10,000 entries as among 10', async () => {
    const times: number[] = []
    for (const count of [10, 10_000]) {
      const { open } = await site.openTabs(0)
      await callPage(await open(), 'fill', count)
      const elapsed: number[] = []
      for (let round = 0; round < 5; round++) {
        elapsed.push(await callPage(await open(), 'measureRead', 'filled/5'))
      }
      times.push(Math.min(...elapsed))
    }
    console.info(
      `first read among 10 and among 10,000 entries: ${times.map((time) => time.toFixed(1)).join(' and ')} ms`,
    )
    const [few = 0, many = 0] = times
    expect(many).toBeLessThan(few * 10 + 100) // a scan takes longer, also on a busy machine
  })

  test('updates 100 of 5,000 entries without a scan for each', async () => {
    const { open } = await site.openTabs(0)
    await callPage(await open(), 'fill', 5_000)
    const page = await open()
    const { elapsed, longest } = await callPage(page, 'update', 100)
    console.info(`100 updates took ${elapsed.toFixed(0)} ms, the longest task ${longest} ms`)
    expect(longest).toBeLessThan(250) // one scan per update takes longer; `npm run bench` measures it
  })
})
