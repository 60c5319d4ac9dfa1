import { expect, test } from 'vitest'
import { defaultStore } from '../../src/store/default/default-store.browser.ts'
import { defaultStore as pageStore } from '../../src/store/default/default-store.page.ts'
import { at, pathsIn, put } from './indexeddb/bench.ts'

test('a page has one store, which hooks keep entries in and caches list', async () => {
  const ofHooks = pageStore()
  await put(ofHooks, at('a/1'), 1)
  const ofCaches = defaultStore()
  expect(ofCaches).toBe(ofHooks)
  expect(defaultStore()).toBe(ofCaches)
  expect(await pathsIn(ofCaches, 'a')).toEqual(['a/1'])
})
