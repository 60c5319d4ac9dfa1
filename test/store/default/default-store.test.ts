import { expect, test } from 'vitest'
import { defaultStore } from '../../../src/store/default/default-store.browser.ts'
import { defaultStore as pageStore } from '../../../src/store/default/default-store.page.ts'
import { addressAt, listPaths, setValue } from '../indexeddb/test-store.ts'

test('hooks and caches of a page share one store', async () => {
  const ofHooks = pageStore()
  await setValue(ofHooks, addressAt('a/1'), 1)
  const ofCaches = defaultStore()
  expect(ofCaches).toBe(ofHooks)
  expect(defaultStore()).toBe(ofCaches)
  expect(await listPaths(ofCaches, 'a')).toEqual(['a/1'])
})
