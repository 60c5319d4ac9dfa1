import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { callPage, openTwoTabs, site, waitForChange } from '../store-pages.ts'

describe('two tabs', () => {
  test('report changes to each other after these are committed', async () => {
    const [one, other] = await openTwoTabs()
    await callPage(one, 'set', 'a', 1)
    await waitForChange(other, 'set a')
    expect(await callPage(other, 'get', 'a')).toBe(1)
    await callPage(other, 'delete', 'a')
    await waitForChange(one, 'delete a')
    expect(await callPage(one, 'get', 'a')).toBeUndefined()
  })

  test('compute one at a time; the waiting tab stops waiting when the value is there', async () => {
    const [one, other] = await openTwoTabs()
    expect(await callPage(one, 'lock', 'a', true)).toBe(true)
    expect(await callPage(other, 'lock', 'a', false)).toBe(false)
    const waiting = callPage(other, 'lock', 'a', true)
    await callPage(one, 'set', 'a', 'computed')
    expect(await waiting).toBe(false)
    expect(await callPage(other, 'get', 'a')).toBe('computed')
    await callPage(one, 'release', 'a')
    await expect.poll(() => callPage(other, 'lock', 'a', false)).toBe(true)
  })

  test('request locks only if there is another tab, and then also for running computations', async () => {
    const { pages, open } = await site.openTabs(1)
    const [first] = pages
    if (first === undefined) throw new Error('there is no tab')
    const locksOf = async (page: Page) => {
      const { held = [] } = await page.evaluate(() => navigator.locks.query())
      return held.map(({ name }) => name).filter((name) => name?.startsWith('cachetta '))
    }
    expect(await callPage(first, 'lock', 'a', true)).toBe(true)
    expect(await locksOf(first)).toEqual([])
    const second = await open()
    expect(await callPage(second, 'lock', 'a', false)).toBe(false)
    expect(await locksOf(first)).toHaveLength(1)
    await callPage(first, 'release', 'a')
    await expect.poll(() => callPage(second, 'lock', 'a', false)).toBe(true)
    expect(await callPage(first, 'lock', 'a', false)).toBe(false)
    expect(await callPage(first, 'lock', 'b', false)).toBe(true)
    expect(await callPage(second, 'lock', 'b', false)).toBe(false)
  })

  test('replace a tab that dies while it computes by exactly one other', async () => {
    const { pages, open } = await site.openTabs(3)
    const [dying, one, other] = pages
    if (dying === undefined || one === undefined || other === undefined) throw new Error('there are no three tabs')
    expect(await callPage(dying, 'lock', 'a', true)).toBe(true)
    const waiting = [callPage(one, 'lock', 'a', true), callPage(other, 'lock', 'a', true)]
    await dying.close()
    expect(await Promise.race(waiting)).toBe(true)
    expect(await callPage(await open(), 'lock', 'a', false)).toBe(false)
  })

  const changes: [what: string, change: (page: Page) => Promise<unknown>][] = [
    ['deletes', (page) => callPage(page, 'delete', 'a')],
    ['writes', (page) => callPage(page, 'set', 'a', 'newer')],
  ]

  test.each(changes)('lose the lock of an entry that another tab %s', async (_what, change) => {
    const [one, other] = await openTwoTabs()
    await callPage(one, 'lock', 'a', true)
    await change(other)
    await expect.poll(() => callPage(one, 'isHeld', 'a')).toBe(false)
    await expect.poll(() => callPage(other, 'lock', 'a', false)).toBe(true)
    await callPage(one, 'release', 'a')
    expect(await callPage(other, 'isHeld', 'a')).toBe(true)
  })

  test('let a newer version of the application upgrade the database', async () => {
    const [one, newer] = await openTwoTabs()
    await callPage(one, 'set', 'a', 1)
    await callPage(newer, 'get', 'a')
    const upgraded = await newer.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('cachetta', 99)
          request.onsuccess = () => resolve('upgraded')
          request.onblocked = () => resolve('blocked')
        }),
    )
    expect(upgraded).toBe('upgraded')
    await callPage(one, 'set', 'b', 2)
    expect(await callPage(one, 'get', 'b')).toBe(2)
  })
})
