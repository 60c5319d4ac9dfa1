import { describe, expect, test } from 'vitest'
import { createSite } from '../../support/pages.ts'
import { pathOfKeys, waitForValue } from '../support/entries-page.ts'

const site = createSite('test/react/page-scripts/entries.tsx')

describe('a part that never answers', () => {
  // one     |-lock-|----a request that never ends----…
  // other       |~~~~~~~5 s~~~~~~~|----fetch----|
  test('a tab does not wait for the request of another tab that never ends, also after a reload', async () => {
    site.api.answer('/a', () => 'data')
    const held = site.api.hold('/a')
    const { open } = await site.openTabs(0)
    await open(pathOfKeys('a'))
    await held.waitForCount(1)
    const other = await open(pathOfKeys('a'))
    await held.waitForCount(2)
    await other.reload()
    await held.waitForCount(3)
    held.release()
    await waitForValue(other, 'a', 'data')
  }, 30_000)

  test('a tab fetches although `navigator.locks` never answers', async () => {
    site.api.answer('/a', () => 'data')
    const { context, open } = await site.openTabs(0)
    await context.addInitScript(() => {
      const locks = { request: () => new Promise(() => {}) }
      Object.defineProperty(Navigator.prototype, 'locks', { get: () => locks })
    })
    const page = await open(pathOfKeys('a'))
    await waitForValue(page, 'a', 'data')
    expect(site.api.requests('/a')).toBe(1)
  }, 30_000)

  // one     |-lock-|--loops for 9 s, with the lock---------------|
  // other       |~~~~~~~~5 s~~~~~~~~|----fetch----| shows
  test('a tab fetches while another tab loops for 9 s and holds the lock', async () => {
    site.api.answer('/a', () => 'data')
    const held = site.api.hold('/a')
    const { open } = await site.openTabs(0)
    const one = await open(pathOfKeys('a'))
    await held.waitForCount(1)
    const other = await open(pathOfKeys())
    let hasEnded = false
    const loop = () => {
      const end = Date.now() + 9_000
      while (Date.now() < end);
    }
    const looping = one.evaluate(loop).then(() => {
      hasEnded = true
    })
    await other.goto(new URL(pathOfKeys('a'), other.url()).href)
    await held.waitForCount(2)
    expect(hasEnded).toBe(false)
    held.release()
    await waitForValue(other, 'a', 'data')
    await looping
  }, 40_000)

  // one     |-----a transaction of 8 s-----------|
  // other     |~200 ms~|----fetch----| shows
  test('a tab fetches while a transaction of another tab blocks its reads for 8 s', async () => {
    site.api.answer('/a', () => 'data')
    const { open } = await site.openTabs(0)
    const one = await open(pathOfKeys('b'))
    let hasEnded = false
    const block = () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cachetta')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const entries = opening.result.transaction('entries', 'readwrite').objectStore('entries')
          const end = Date.now() + 8_000
          const goOn = () => {
            if (Date.now() < end) entries.get('x').onsuccess = goOn
          }
          entries.transaction.oncomplete = () => resolve()
          goOn()
        }
      })
    const blocking = one.evaluate(block).then(() => {
      hasEnded = true
    })
    const other = await open(pathOfKeys('a'))
    await waitForValue(other, 'a', 'data')
    expect(hasEnded).toBe(false)
    await blocking
  }, 40_000)
})
